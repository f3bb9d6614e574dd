/** Accounts from before they were tagged, and their tags. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { accounts, banks } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export interface UntaggedAccount {
  readonly id: string;
  /** Of its bank, which is the tenant. */
  readonly bank: string;
  readonly number: string;
}

/** Locked in order, for two that meet; all of them, or of some accounts only. */
export function listUntaggedAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  { ids, limit }: { readonly ids?: readonly string[]; readonly limit: number },
): Promise<readonly UntaggedAccount[]> {
  const ownCode = sql<string>`(select ${banks.code} from ${banks} where ${banks.bankId} = ${bankId})`;
  return tx
    .select({ id: accounts.id, bank: ownCode, number: accounts.number })
    .from(accounts)
    .where(
      and(
        eq(accounts.bankId, bankId),
        isNull(accounts.numberTag),
        ids && anyUuid(accounts.id, ids),
      ),
    )
    .orderBy(asc(accounts.id))
    .limit(limit)
    .for('update');
}

/** One JSON parameter: one statement text for any number of them. */
export async function tagAccounts(
  tx: TenantTransaction,
  bankId: BankId,
  tagged: readonly { readonly id: string; readonly tag: string | undefined }[],
): Promise<void> {
  await tx
    .update(accounts)
    .set({ numberTag: sql`tagged.tag` })
    .from(sql`json_to_recordset(${JSON.stringify(tagged)}::json) as tagged (id uuid, tag uuid)`)
    .where(and(eq(accounts.bankId, bankId), eq(accounts.id, sql`tagged.id`)));
}
