/** Whether anything was changed that is not in the chain yet. */
import { eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { changes } from '../tables.ts';

export async function hasChanges(tx: TenantTransaction, bankId: BankId): Promise<boolean> {
  const found = await tx
    .select({ id: changes.id })
    .from(changes)
    .where(eq(changes.bankId, bankId))
    .limit(1);
  return found.length > 0;
}
