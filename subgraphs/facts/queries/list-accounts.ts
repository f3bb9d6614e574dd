/** A page of accounts by number: shorter numbers first, so that 2 comes before 10. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountModel } from '../models.ts';
import { accounts } from '../tables.ts';

export function listAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  page: { readonly limit: number; readonly afterNumber: string | undefined },
): Promise<readonly AccountModel[]> {
  const length = sql`length(${accounts.number})`;
  const after =
    page.afterNumber === undefined
      ? undefined
      : sql`(${length}, ${accounts.number}) > (length(${page.afterNumber}::text), ${page.afterNumber}::text)`;
  return tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.bankId, bankId), after))
    .orderBy(asc(length), asc(accounts.number))
    .limit(page.limit);
}
