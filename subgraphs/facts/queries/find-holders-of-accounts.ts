/** Holders of accounts; an account's owner first. */
import { and, desc, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountHolderModel } from '../models.ts';
import { accountHolders } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export function findHoldersOfAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  accountIds: readonly string[],
): Promise<readonly AccountHolderModel[]> {
  return tx
    .select()
    .from(accountHolders)
    .where(and(eq(accountHolders.bankId, bankId), anyUuid(accountHolders.accountId, accountIds)))
    .orderBy(desc(accountHolders.role), accountHolders.id);
}
