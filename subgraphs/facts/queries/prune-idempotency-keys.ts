/** Deletes a bank's oldest idempotency keys, so many at most. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** @returns how many went; as many as `limit` when there may be more. */
export async function pruneIdempotencyKeys(
  tx: TenantTransaction,
  bankId: BankId,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const gone = await tx.execute(sql`
    with old as (
      select key from facts.idempotency_keys
      where bank_id = ${bankId} and created_at < ${before.toISOString()}::timestamptz
      order by created_at
      limit ${limit}
    )
    delete from facts.idempotency_keys k using old
    where k.bank_id = ${bankId} and k.key = old.key
    returning k.key`);
  return gone.length;
}
