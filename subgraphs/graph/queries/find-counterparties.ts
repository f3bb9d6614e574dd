/** The accounts that each of some accounts exchanged money with, most volume first. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { CounterpartyRow } from '../domain/counterparty.ts';

type Row = CounterpartyRow & { readonly accountId: string };

export async function findCounterparties(
  tx: TenantTransaction,
  bankId: BankId,
  accountIds: readonly string[],
  first: number,
): Promise<readonly Row[]> {
  return tx.execute<Row>(sql`
    select asked.account_id as "accountId", other.id as "nodeId", other.bank_code as bank,
      r.volume, r.currency, r.payment_count as "paymentCount",
      r.first_seen as "firstSeen", r.last_seen as "lastSeen"
    from unnest(${sql.param(accountIds)}::uuid[]) asked (account_id)
    join graph.nodes own on own.bank_id = ${bankId} and own.account_id = asked.account_id
    cross join lateral (
      select e.other_id, e.currency, sum(e.volume) as volume,
        sum(e.payment_count)::integer as payment_count,
        min(e.first_seen) as first_seen, max(e.last_seen) as last_seen
      from (
        select to_id as other_id, currency, volume, payment_count, first_seen, last_seen
        from graph.edges
        where bank_id = ${bankId} and from_id = own.id
        union all
        select from_id, currency, volume, payment_count, first_seen, last_seen
        from graph.edges
        where bank_id = ${bankId} and to_id = own.id and from_id <> to_id
      ) e
      group by e.other_id, e.currency
      order by sum(e.volume) desc, e.other_id, e.currency
      limit ${first}
    ) r
    join graph.nodes other on other.bank_id = ${bankId} and other.id = r.other_id
    order by asked.account_id, r.volume desc, r.other_id, r.currency`);
}
