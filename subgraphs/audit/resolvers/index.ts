import { dateTimeScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import { Account } from './Account.ts';
import { Bank } from './Bank.ts';
import { OperationDecision } from './OperationDecision.ts';
import { Payment } from './Payment.ts';
import { auditTrail } from './Query/auditTrail.ts';
import { decision } from './Query/decision.ts';
import { verifyAudit } from './Query/verifyAudit.ts';

export const resolvers: Resolvers = {
  Query: { auditTrail, decision, verifyAudit },
  Bank,
  Account,
  Payment,
  OperationDecision,
  DateTime: dateTimeScalar,
};
