/** Tags accounts from before they were tagged, by which payments of others name them. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountTags } from '../../../lib/personal/index.ts';
import { listUntaggedAccounts, tagAccounts } from '../queries/tag-accounts.ts';

/** @returns how many; 0 when none is left. */
export async function tagPlainAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  { tagsOf }: Pick<AccountTags, 'tagsOf'>,
  which: Parameters<typeof listUntaggedAccounts>[2],
): Promise<number> {
  if (which.limit === 0) return 0;
  const plain = await listUntaggedAccounts(tx, bankId, which);
  if (plain.length === 0) return 0;
  const tags = await tagsOf(plain);
  await tagAccounts(
    tx,
    bankId,
    plain.map(({ id }, index) => ({ id, tag: tags[index] })),
  );
  return plain.length;
}
