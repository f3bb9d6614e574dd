/** Makes deliveries of a bank's dead letters again, due at once and with all their attempts. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** @returns how many; as many as `limit` when there may be more. */
export async function replayDeadLetters(
  tx: TenantTransaction,
  bankId: BankId,
  limit: number,
): Promise<number> {
  const replayed = await tx.execute(sql`
    with chosen as (
      select webhook_id, event_id from facts.dead_letters
      where bank_id = ${bankId} order by died_at limit ${limit}
    ), taken as (
      delete from facts.dead_letters l using chosen c
      where l.bank_id = ${bankId} and l.webhook_id = c.webhook_id and l.event_id = c.event_id
      returning l.webhook_id, l.event_id
    )
    insert into facts.deliveries (bank_id, webhook_id, event_id, account_id, batch, place)
    select ${bankId}::uuid, t.webhook_id, t.event_id, o.account_id, o.batch, o.place
    from taken t
    join facts.outbox o on o.bank_id = ${bankId} and o.id = t.event_id
    on conflict (bank_id, webhook_id, event_id) do nothing
    returning event_id`);
  return replayed.length;
}
