/** Accounts by id, in any order. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountModel } from '../models.ts';
import { accounts } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export function findAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  ids: readonly string[],
): Promise<readonly AccountModel[]> {
  return tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.bankId, bankId), anyUuid(accounts.id, ids)));
}
