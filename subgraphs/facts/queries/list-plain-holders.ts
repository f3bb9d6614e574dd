/** Holders from before their fields were sealed, locked so that no other run seals them as well. */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AccountHolderModel } from '../models.ts';
import { accountHolders } from '../tables.ts';

export function listPlainHolders(
  tx: TenantTransaction,
  bankId: BankId,
  limit: number,
): Promise<readonly AccountHolderModel[]> {
  return tx
    .select()
    .from(accountHolders)
    .where(and(eq(accountHolders.bankId, bankId), isNotNull(accountHolders.birthDate)))
    .orderBy(asc(accountHolders.id))
    .limit(limit)
    .for('update', { skipLocked: true });
}
