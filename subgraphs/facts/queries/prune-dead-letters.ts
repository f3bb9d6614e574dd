/** Deletes a bank's oldest dead letters, so many at most. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** @returns how many went; as many as `limit` when there may be more. */
export async function pruneDeadLetters(
  tx: TenantTransaction,
  bankId: BankId,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const gone = await tx.execute(sql`
    with old as (
      select webhook_id, event_id from facts.dead_letters
      where bank_id = ${bankId} and died_at < ${before.toISOString()}::timestamptz
      order by died_at
      limit ${limit}
    )
    delete from facts.dead_letters l using old
    where l.bank_id = ${bankId} and l.webhook_id = old.webhook_id and l.event_id = old.event_id
    returning l.event_id`);
  return gone.length;
}
