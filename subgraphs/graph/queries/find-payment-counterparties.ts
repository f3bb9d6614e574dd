/** What the account and the counterparty of each of some payments exchanged. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { CounterpartyRow } from '../domain/counterparty.ts';

type Row = CounterpartyRow & { readonly paymentId: string };

/** Cash and internal bookings have no counterparty, so no row. */
export async function findPaymentCounterparties(
  tx: TenantTransaction,
  bankId: BankId,
  paymentIds: readonly string[],
): Promise<readonly Row[]> {
  return tx.execute<Row>(sql`
    select p.id as "paymentId", other.id as "nodeId", p.counterparty_bank as bank,
      r.volume, p.currency, r.payment_count as "paymentCount",
      r.first_seen as "firstSeen", r.last_seen as "lastSeen"
    from facts.payments p
    join graph.nodes own on own.bank_id = ${bankId} and own.account_id = p.account_id
    join graph.nodes other on other.bank_id = ${bankId}
      and other.id = p.counterparty_account_tag
    cross join lateral (
      select sum(e.volume) as volume, sum(e.payment_count)::integer as payment_count,
        min(e.first_seen) as first_seen, max(e.last_seen) as last_seen
      from (
        select volume, payment_count, first_seen, last_seen
        from graph.edges
        where bank_id = ${bankId} and from_id = own.id and to_id = other.id
          and currency = p.currency
        union all
        select volume, payment_count, first_seen, last_seen
        from graph.edges
        where bank_id = ${bankId} and from_id = other.id and to_id = own.id
          and currency = p.currency and from_id <> to_id
      ) e
      having count(*) > 0
    ) r
    where p.bank_id = ${bankId} and p.id = any(${sql.param(paymentIds)}::uuid[])`);
}
