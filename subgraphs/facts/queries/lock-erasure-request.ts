/** A request, kept as it is until the transaction ends: of two who decide on it one comes second. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { ErasureRequestModel } from '../models.ts';
import { erasureRequests } from '../tables.ts';

export async function lockErasureRequest(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
): Promise<ErasureRequestModel | undefined> {
  const [request] = await tx
    .select()
    .from(erasureRequests)
    .where(and(eq(erasureRequests.bankId, bankId), eq(erasureRequests.id, id)))
    .for('update');
  return request;
}
