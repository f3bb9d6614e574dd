/** The bank's accounts that payments are recorded for: each has a tag before its first new payment. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountTags } from '../../../lib/personal/index.ts';
import { findAccountsByNumber } from '../queries/find-accounts-by-number.ts';
import { tagPlainAccounts } from './tag-plain-accounts.ts';

/** @returns ids by number; of those the bank has. */
export async function findOwnAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  tags: Pick<AccountTags, 'tagsOf'>,
  numbers: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const accounts = await findAccountsByNumber(tx, bankId, [...new Set(numbers)]);
  const ids = accounts.flatMap(({ id, numberTag }) => (numberTag === null ? [id] : []));
  await tagPlainAccounts(tx, bankId, tags, { ids, limit: ids.length });
  return new Map(accounts.map(({ id, number }) => [number, id]));
}
