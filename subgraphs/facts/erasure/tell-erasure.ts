/** What the trail is told of an erasure: by ids, since it outlives what was erased. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { HopClaims } from '../../../lib/hop/index.ts';
import { tellTrail } from '../../../lib/trail/index.ts';
import type { ErasureRequestModel } from '../models.ts';

const OPERATION_NAMES = {
  REQUESTED: 'requestErasure',
  APPROVED: 'approveErasure',
  EXECUTED: 'approveErasure',
  REJECTED: 'rejectErasure',
} as const;

export interface ErasureEvent {
  readonly event: keyof typeof OPERATION_NAMES;
  readonly request: ErasureRequestModel;
}

/** In the transaction it happens in: nothing is erased that the trail is not told of. */
export async function tellErasure(
  tx: TenantTransaction,
  { bankId, subject, role, decisionId, policyRevision }: HopClaims,
  { event, request }: ErasureEvent,
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
  const teller = { subject, role, policyRevision, operationName: OPERATION_NAMES[event] };
  await tellTrail(tx, bankId, teller, [
    {
      event: { category: 'lifecycle', kind: `ERASURE_${event}`, details },
      entityIds: [subjectId],
    },
  ]);
}
