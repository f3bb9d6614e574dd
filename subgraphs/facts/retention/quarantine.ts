/** What of a bank's quarantine is of files that were loaded before a day. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

const OLD = sql`q.source in (
  select f.source from facts.ingested_files f
  where f.bank_id = q.bank_id and f.completed_at < `;

export async function countQuarantineBefore(
  tx: TenantTransaction,
  bankId: BankId,
  day: string,
): Promise<number> {
  const [row] = await tx.execute<{ readonly count: number }>(
    sql`select count(*)::integer as count from facts.quarantine q
      where q.bank_id = ${bankId} and ${OLD} ${day}::timestamp at time zone 'utc')`,
  );
  return row?.count ?? 0;
}

/** As the owner. Row by row: what is refused of files is little, and has no day of its own. */
export async function removeQuarantineBefore(
  tx: TenantTransaction,
  bankId: BankId,
  day: string,
): Promise<void> {
  await tx.execute(
    sql`delete from facts.quarantine q
      where q.bank_id = ${bankId} and ${OLD} ${day}::timestamp at time zone 'utc')`,
  );
}
