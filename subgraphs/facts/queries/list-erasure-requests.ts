/** A page of requests to erase, newest first. */
import { and, desc, eq, lt } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { ErasureRequestModel } from '../models.ts';
import type { ErasureState } from '../resolvers.generated.ts';
import { erasureRequests } from '../tables.ts';

export interface ErasureRequestPage {
  readonly state: ErasureState | undefined;
  /** Only those older than this one. */
  readonly before: string | undefined;
  readonly limit: number;
}

export function listErasureRequests(
  tx: TenantTransaction,
  bankId: BankId,
  { state, before, limit }: ErasureRequestPage,
): Promise<readonly ErasureRequestModel[]> {
  return tx
    .select()
    .from(erasureRequests)
    .where(
      and(
        eq(erasureRequests.bankId, bankId),
        state === undefined ? undefined : eq(erasureRequests.state, state),
        before === undefined ? undefined : lt(erasureRequests.id, before),
      ),
    )
    .orderBy(desc(erasureRequests.id))
    .limit(limit);
}
