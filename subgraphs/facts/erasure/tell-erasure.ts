/** What the trail is told of an erasure: by ids, since it outlives what was erased. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { HopClaims } from '../../../lib/hop/index.ts';
import { tellTrail } from '../../../lib/trail/index.ts';
import type { ErasureRequestModel } from '../models.ts';

type Step = 'REQUESTED' | 'APPROVED' | 'EXECUTED' | 'REJECTED';

/** By which mutation. */
const OPERATIONS: Readonly<Record<Step, string>> = {
  REQUESTED: 'requestErasure',
  APPROVED: 'approveErasure',
  EXECUTED: 'approveErasure',
  REJECTED: 'rejectErasure',
};

/** In the transaction it happens in: nothing is erased that the trail is not told of. */
export async function tellErasure(
  tx: TenantTransaction,
  { bankId, subject, role, policyRevision, decisionId }: HopClaims,
  request: ErasureRequestModel,
  steps: readonly [Step, ...Step[]],
): Promise<void> {
  const { id, subjectKind, subjectId, reason, requestedBy, decidedBy, decidedAt } = request;
  const details = {
    request: id,
    subject_kind: subjectKind,
    subject: subjectId,
    reason,
    requested_by: requestedBy,
    decision: decisionId,
    ...(decidedBy !== null && { decided_by: decidedBy }),
    ...(decidedAt && { decided_at: decidedAt.toISOString() }),
  };
  const teller = { subject, role, policyRevision, operationName: OPERATIONS[steps[0]] };
  const happenings = steps.map((step) => ({
    event: { category: 'lifecycle' as const, kind: `ERASURE_${step}`, details },
    entityIds: [subjectId],
  }));
  await tellTrail(tx, bankId, teller, happenings);
}
