import { dateTimeScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import { Account } from './Account.ts';
import { Bank } from './Bank.ts';
import { Payment } from './Payment.ts';
import { auditTrail } from './Query/auditTrail.ts';
import { verifyAudit } from './Query/verifyAudit.ts';

export const resolvers: Resolvers = {
  Query: { auditTrail, verifyAudit },
  Bank,
  Account,
  Payment,
  DateTime: dateTimeScalar,
};
