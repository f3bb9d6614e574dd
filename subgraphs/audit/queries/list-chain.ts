/** Consecutive entries of a chain, oldest first. */
import { and, asc, between, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEntryModel } from '../models.ts';
import { entries } from '../tables.ts';

/** Both ends included; where there is a limit, the oldest so many of them. */
export async function listChain(
  tx: TenantTransaction,
  bankId: BankId,
  range: { readonly from: number; readonly to: number; readonly limit?: number },
): Promise<readonly AuditEntryModel[]> {
  const found = tx
    .select()
    .from(entries)
    .where(and(eq(entries.bankId, bankId), between(entries.sequence, range.from, range.to)))
    .orderBy(asc(entries.sequence));
  return range.limit === undefined ? found : found.limit(range.limit);
}
