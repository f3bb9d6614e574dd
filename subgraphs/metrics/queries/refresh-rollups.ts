/** Rolls up again what the marks of a scope name, and takes those marks away. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accountColumnOf, type RollupScope } from '../domain/scope.ts';

/**
 * One statement, so one snapshot: the marks it deletes are exactly those whose payments it reads. A
 * batch that commits meanwhile keeps its own mark. Call lockRollups() first.
 *
 * Percentiles are `percentile_disc`, the nearest rank: always an amount that was really paid, whole
 * minor units without rounding. `percentile_cont` interpolates between two amounts in double
 * precision. Mean and deviation are exact numerics, rounded half away from zero.
 */
export async function refreshRollups(
  tx: TenantTransaction,
  bankId: BankId,
  scope: RollupScope,
): Promise<void> {
  const accounts = sql.param(accountColumnOf(scope));
  const payment = scope.kind === 'bank' ? sql`true` : sql`p.account_id = b.account_id`;
  await tx.execute(sql`
    with marks as (
      delete from metrics.stale_months
      where bank_id = ${bankId} and account_id = any(${accounts}::uuid[])
      returning account_id, month::timestamp as month
    ),
    buckets as (
      select distinct m.account_id, upper(g.unit) as grain,
        date_trunc(g.unit, m.month)::date as period_start,
        (date_trunc(g.unit, m.month) + g.length)::date as next_start
      from marks m
      cross join (values
        ('month', interval '1 month'),
        ('quarter', interval '3 months'),
        ('year', interval '1 year')
      ) g (unit, length)
    ),
    statistics as (
      select b.account_id, x.metric, b.grain, b.period_start,
        coalesce(p.channel, 'ALL') as channel, p.currency,
        count(*) as count, sum(p.minor_units) as sum, round(avg(p.minor_units)) as mean,
        percentile_disc(array[0.5, 0.95, 0.99]) within group (order by p.minor_units) as percentiles,
        min(p.minor_units) as min, max(p.minor_units) as max,
        round(stddev_pop(p.minor_units)) as stddev
      from buckets b
      join facts.payments p on p.bank_id = ${bankId} and ${payment}
        and p.value_date >= b.period_start and p.value_date < b.next_start
      cross join lateral (values ('PAYMENT_AMOUNT'), (p.direction || '_AMOUNT')) x (metric)
      group by grouping sets (
        (b.account_id, x.metric, b.grain, b.period_start, p.currency, p.channel),
        (b.account_id, x.metric, b.grain, b.period_start, p.currency)
      )
    )
    insert into metrics.rollups (bank_id, account_id, metric, grain, period_start, channel, currency,
      count, sum, mean, p50, p95, p99, min, max, stddev)
    select ${bankId}, account_id, metric, grain, period_start, channel, currency,
      count, sum, mean, percentiles[1], percentiles[2], percentiles[3], min, max, stddev
    from statistics
    on conflict (bank_id, account_id, metric, grain, period_start, channel, currency) do update set
      count = excluded.count, sum = excluded.sum, mean = excluded.mean,
      p50 = excluded.p50, p95 = excluded.p95, p99 = excluded.p99,
      min = excluded.min, max = excluded.max, stddev = excluded.stddev`);
}
