/** Writes the events of payments just recorded, and a delivery of each for every webhook of the bank. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export interface NewEvent {
  readonly id: string;
  readonly accountId: string;
  readonly paymentId: string;
}

/**
 * Nothing waits here for another batch: the transaction's own number says where its events stand, and
 * listDueDeliveries() holds back what a transaction still under way could come before.
 */
export async function recordEvents(
  tx: TenantTransaction,
  bankId: BankId,
  events: readonly NewEvent[],
): Promise<void> {
  const ids = sql.param(events.map(({ id }) => id));
  const accounts = sql.param(events.map(({ accountId }) => accountId));
  const payments = sql.param(events.map(({ paymentId }) => paymentId));
  await tx.execute(sql`
    with events as (
      insert into facts.outbox (bank_id, id, type, account_id, payment_id, place)
      select ${bankId}::uuid, e.id, 'payment.recorded', e.account_id, e.payment_id, e.place
      from unnest(${ids}::uuid[], ${accounts}::uuid[], ${payments}::uuid[])
        with ordinality as e (id, account_id, payment_id, place)
      returning id, account_id, batch, place
    )
    insert into facts.deliveries (bank_id, webhook_id, event_id, account_id, batch, place)
    select ${bankId}::uuid, w.id, e.id, e.account_id, e.batch, e.place
    from events e
    cross join facts.webhooks w
    where w.bank_id = ${bankId}`);
}
