/** The entries that carry one of some decision ids. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEntryModel } from '../models.ts';
import { entries } from '../tables.ts';

export async function findEntriesOfDecisions(
  tx: TenantTransaction,
  bankId: BankId,
  decisionIds: readonly string[],
): Promise<readonly AuditEntryModel[]> {
  const ids = sql.param(decisionIds);
  return tx
    .select()
    .from(entries)
    .where(and(eq(entries.bankId, bankId), sql`${entries.decisionId} = any(${ids}::uuid[])`));
}
