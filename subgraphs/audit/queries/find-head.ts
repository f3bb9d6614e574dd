/** The newest entry of a bank's chain. */
import { desc, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Head } from '../domain/entry.ts';
import { entries } from '../tables.ts';

export async function findHead(tx: TenantTransaction, bankId: BankId): Promise<Head | undefined> {
  const [head] = await tx
    .select({ sequence: entries.sequence, hash: entries.hash, recordedAt: entries.recordedAt })
    .from(entries)
    .where(eq(entries.bankId, bankId))
    .orderBy(desc(entries.sequence))
    .limit(1);
  return head;
}
