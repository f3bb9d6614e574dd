/** Moves the place up to which a file is loaded, in the transaction that writes what is before it. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { ingestedFiles } from '../tables.ts';

export interface Advance {
  readonly checksum: string;
  readonly records: number;
  readonly recorded: number;
  /** There is nothing behind these. */
  readonly isComplete: boolean;
}

export async function advanceFile(
  tx: TenantTransaction,
  bankId: BankId,
  { checksum, records, recorded, isComplete }: Advance,
): Promise<void> {
  await tx
    .update(ingestedFiles)
    .set({
      records: sql`${ingestedFiles.records} + ${records}`,
      recorded: sql`${ingestedFiles.recorded} + ${recorded}`,
      ...(isComplete && { completedAt: sql`now()` }),
    })
    .where(and(eq(ingestedFiles.bankId, bankId), eq(ingestedFiles.checksum, checksum)));
}
