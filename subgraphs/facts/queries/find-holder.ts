/** One holder by id. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountHolderModel } from '../models.ts';
import { accountHolders } from '../tables.ts';

export async function findHolder(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
): Promise<AccountHolderModel | undefined> {
  const [holder] = await tx
    .select()
    .from(accountHolders)
    .where(and(eq(accountHolders.bankId, bankId), eq(accountHolders.id, id)));
  return holder;
}
