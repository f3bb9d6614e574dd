/** Whether a bank has paid, or was paid by, an account elsewhere, by the tag its rows name the account by. */
import { and, eq, exists, or, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accounts, payments, standingOrders, subjectKeys } from '../tables.ts';

/**
 * An account of the bank's own is no counterparty: its holders are whose data it is.
 * @returns undefined where no row names it, and none ever did before an erasure.
 */
export async function findCounterparty(
  tx: TenantTransaction,
  bankId: BankId,
  tag: string,
): Promise<{ readonly erasedAt: Date | null } | undefined> {
  const named = (table: typeof payments | typeof standingOrders) =>
    exists(
      tx
        .select({ one: sql`1` })
        .from(table)
        .where(and(eq(table.bankId, bankId), eq(table.counterpartyAccountTag, tag))),
    );
  const own = exists(
    tx
      .select({ one: sql`1` })
      .from(accounts)
      .where(and(eq(accounts.bankId, bankId), eq(accounts.numberTag, tag))),
  );
  const [keys, [found]] = await Promise.all([
    tx
      .select({ erasedAt: subjectKeys.erasedAt })
      .from(subjectKeys)
      .where(and(eq(subjectKeys.bankId, bankId), eq(subjectKeys.subjectId, tag))),
    tx.execute<{ readonly named: boolean; readonly own: boolean }>(
      sql`select ${or(named(payments), named(standingOrders))} as named, ${own} as own`,
    ),
  ]);
  if (found?.own) return undefined;
  if (found?.named) return { erasedAt: null };
  const erasedAt = keys.find((key) => key.erasedAt !== null)?.erasedAt;
  return erasedAt ? { erasedAt } : undefined;
}
