/** How many accounts the bank keeps. */
import { count, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accounts } from '../tables.ts';

export async function countAccounts(tx: TenantTransaction, bankId: BankId): Promise<number> {
  const rows = await tx.select({ n: count() }).from(accounts).where(eq(accounts.bankId, bankId));
  return rows[0]?.n ?? 0;
}
