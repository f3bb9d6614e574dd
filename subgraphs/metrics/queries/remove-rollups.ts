/** Takes away a bank's rollups of periods that began before a day, and has the rest of those made anew. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/**
 * As the owner, while nobody records payments of the bank. The marks first: a refresh that took one away
 * is waited for, and what it wrote is seen. The month, quarter and year around the day are rolled up
 * again, by whoever asks next, of the payments from the day on.
 */
export async function removeRollupsBefore(
  tx: TenantTransaction,
  bankId: BankId,
  day: string,
): Promise<void> {
  await tx.execute(
    sql`delete from metrics.stale_months
      where bank_id = ${bankId} and month < date_trunc('month', ${day}::timestamp)`,
  );
  await tx.execute(
    sql`delete from metrics.rollups where bank_id = ${bankId} and period_start < ${day}::date`,
  );
  await tx.execute(
    sql`insert into metrics.stale_months (bank_id, account_id, month)
      select ${bankId}::uuid, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), month
      from (
        select account_id, date_trunc('month', value_date::timestamp)::date as month
        from facts.payments
        where bank_id = ${bankId} and value_date >= ${day}::date
          and value_date < date_trunc('year', ${day}::timestamp) + interval '1 year'
      ) p
      group by grouping sets ((account_id, month), (month))`,
  );
}
