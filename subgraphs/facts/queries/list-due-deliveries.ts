/** What a webhook is to be sent now, each account's in the order it was recorded. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export type DueDelivery = {
  readonly eventId: string;
  readonly type: string;
  readonly accountId: string;
  readonly paymentId: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly firstDueAt: string;
};

/**
 * While an event waits for its next attempt, the others of its account wait too. And nothing goes before
 * all transactions that could still commit an earlier event have ended; numbers that this server has not
 * come to yet are of another one, from which the rows were restored.
 */
export async function listDueDeliveries(
  tx: TenantTransaction,
  bankId: BankId,
  {
    webhookId,
    now,
    limit,
  }: { readonly webhookId: string; readonly now: Date; readonly limit: number },
): Promise<readonly DueDelivery[]> {
  const rows = await tx.execute<DueDelivery>(sql`
    with held_up as materialized (
      select account_id from facts.deliveries
      where bank_id = ${bankId} and webhook_id = ${webhookId}::uuid
        and due_at > ${now.toISOString()}::timestamptz
    )
    select d.event_id as "eventId", o.type, d.account_id as "accountId",
      o.payment_id as "paymentId", d.attempts,
      to_char(o.recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
      to_char(d.first_due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "firstDueAt"
    from facts.deliveries d
    join facts.outbox o on o.bank_id = d.bank_id and o.id = d.event_id
    where d.bank_id = ${bankId} and d.webhook_id = ${webhookId}::uuid
      and (d.batch < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
        or d.batch >= (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint))
      and d.account_id not in (select account_id from held_up)
    order by d.batch, d.place
    limit ${limit}`);
  return [...rows];
}
