/** Replaces a bank's partition of payments with one of those from a day on. */
import { type SQL, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { DEFAULT, hasPartition, partitionOf, table } from './partition.ts';

/** For the last step, behind which everybody waits who comes while it waits itself. */
const SWAP_LOCK_TIMEOUT = '2s';

export interface Kept {
  readonly bankId: BankId;
  /** The first day that is kept. */
  readonly day: string;
  /** Calls `copy`, which copies what is kept to `target`: whoever follows payments by a trigger follows these. */
  readonly copying: (target: SQL, copy: () => Promise<void>) => Promise<void>;
}

export async function countBefore(
  tx: TenantTransaction,
  bankId: BankId,
  day: string,
): Promise<number> {
  const [row] = await tx.execute<{ readonly count: number }>(
    sql`select count(*)::integer as count from facts.payments
      where bank_id = ${bankId} and value_date < ${day}::date`,
  );
  return row?.count ?? 0;
}

/** Nobody records payments beside the bank's, or those of all banks without a partition, until the end. */
export async function lockPayments(tx: TenantTransaction, bankId: BankId): Promise<void> {
  const there = (await hasPartition(tx, bankId)) ? partitionOf(bankId) : DEFAULT;
  await tx.execute(sql`lock table ${table(there)} in share row exclusive mode`);
}

/**
 * As the owner, after lockPayments(). Reads go on as they were until the last step; what left is gone
 * from the file system when the transaction ends. A bank's first time its rows are deleted from the
 * partition it shared.
 */
export async function keepFrom(
  tx: TenantTransaction,
  { bankId, day, copying }: Kept,
): Promise<void> {
  const own = partitionOf(bankId);
  const next = `${own}_next`;
  await tx.execute(sql`select facts.create_payments_table(${next})`);
  await copying(table(next), async () => {
    await tx.execute(
      sql`insert into ${table(next)} select * from facts.payments
        where bank_id = ${bankId} and value_date >= ${day}::date`,
    );
  });
  await tx.execute(sql`select set_config('lock_timeout', ${SWAP_LOCK_TIMEOUT}, true)`);
  if (await hasPartition(tx, bankId)) {
    await tx.execute(sql`drop table ${table(own)}`);
  } else {
    await tx.execute(sql`delete from ${table(DEFAULT)} where bank_id = ${bankId}`);
  }
  await tx.execute(sql`alter table ${table(next)} rename to ${sql.identifier(own)}`);
  await tx.execute(sql`select facts.attach_payments(${own}, ${bankId}::uuid)`);
}
