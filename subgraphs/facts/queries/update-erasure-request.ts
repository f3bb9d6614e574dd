/** What may change of a request: what was decided of it. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { ErasureRequestModel } from '../models.ts';
import { erasureRequests } from '../tables.ts';

export async function updateErasureRequest(
  tx: TenantTransaction,
  { bankId, id, state, decidedBy, decidedAt }: ErasureRequestModel,
): Promise<void> {
  await tx
    .update(erasureRequests)
    .set({ state, decidedBy, decidedAt })
    .where(and(eq(erasureRequests.bankId, bankId), eq(erasureRequests.id, id)));
}
