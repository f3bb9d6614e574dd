/** A new request, unless one for the same subject waits already. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { ErasureRequestModel } from '../models.ts';
import { erasureRequests } from '../tables.ts';

/** @returns whether it was added. */
export async function insertErasureRequest(
  tx: TenantTransaction,
  request: ErasureRequestModel,
): Promise<boolean> {
  const added = await tx
    .insert(erasureRequests)
    .values(request)
    .onConflictDoNothing()
    .returning({ id: erasureRequests.id });
  return added.length > 0;
}
