/** Deletes a bank's oldest events that nobody waits for any more, so many at most. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** @returns how many went; as many as `limit` when there may be more. */
export async function pruneOutbox(
  tx: TenantTransaction,
  bankId: BankId,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const gone = await tx.execute(sql`
    with old as (
      select o.id from facts.outbox o
      where o.bank_id = ${bankId} and o.recorded_at < ${before.toISOString()}::timestamptz
        and not exists (
          select from facts.deliveries d where d.bank_id = ${bankId} and d.event_id = o.id)
        and not exists (
          select from facts.dead_letters l where l.bank_id = ${bankId} and l.event_id = o.id)
      order by o.recorded_at
      limit ${limit}
    )
    delete from facts.outbox o using old
    where o.bank_id = ${bankId} and o.id = old.id
    returning o.id`);
  return gone.length;
}
