import { dateTimeScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import type { Surroundings } from '../surroundings.ts';
import { Account } from './Account.ts';
import { AuditEntry } from './AuditEntry.ts';
import { AuditEvent } from './AuditEvent.ts';
import { Bank } from './Bank.ts';
import { Elevation } from './Elevation.ts';
import { approveElevation } from './Mutation/approveElevation.ts';
import { giveBackElevation } from './Mutation/giveBackElevation.ts';
import { requestElevation } from './Mutation/requestElevation.ts';
import { revokeElevation } from './Mutation/revokeElevation.ts';
import { OperationDecision } from './OperationDecision.ts';
import { Payment } from './Payment.ts';
import { auditCheckpoint } from './Query/auditCheckpoint.ts';
import { auditConsistencyProof } from './Query/auditConsistencyProof.ts';
import { auditTrail } from './Query/auditTrail.ts';
import { decision } from './Query/decision.ts';
import { elevation } from './Query/elevation.ts';
import { elevations } from './Query/elevations.ts';
import { myElevations } from './Query/myElevations.ts';
import { verifyAudit } from './Query/verifyAudit.ts';

export function createResolvers(surroundings: Surroundings): Resolvers {
  const { now } = surroundings;
  return {
    Query: {
      auditTrail,
      auditCheckpoint: auditCheckpoint(surroundings),
      auditConsistencyProof,
      decision,
      verifyAudit,
      elevation,
      elevations: elevations(now),
      myElevations: myElevations(now),
    },
    Mutation: {
      requestElevation: requestElevation(now),
      approveElevation: approveElevation(now),
      revokeElevation: revokeElevation(now),
      giveBackElevation: giveBackElevation(now),
    },
    Elevation: Elevation(now),
    AuditEntry,
    AuditEvent,
    Bank,
    Account,
    Payment,
    OperationDecision,
    DateTime: dateTimeScalar,
  };
}
