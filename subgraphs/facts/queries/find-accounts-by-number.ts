/** Ids of the bank's accounts by number. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountModel } from '../models.ts';
import { accounts } from '../tables.ts';
import { anyText } from './any-of.ts';

export function findAccountsByNumber(
  tx: TenantTransaction,
  bankId: BankId,
  numbers: readonly string[],
): Promise<readonly Pick<AccountModel, 'id' | 'number' | 'numberTag'>[]> {
  return tx
    .select({ id: accounts.id, number: accounts.number, numberTag: accounts.numberTag })
    .from(accounts)
    .where(and(eq(accounts.bankId, bankId), anyText(accounts.number, numbers)));
}
