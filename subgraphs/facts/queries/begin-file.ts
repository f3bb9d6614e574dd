/** Notes that a file is being loaded; says how far it was before, by this load or an earlier one. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { ingestedFiles } from '../tables.ts';

export type NewFile = Pick<typeof ingestedFiles.$inferInsert, 'checksum' | 'source' | 'format'>;

export interface FilePlace {
  readonly source: string;
  /** Up to which record it is loaded. */
  readonly records: number;
  /** How many of them are payments; the others are in quarantine. */
  readonly recorded: number;
  readonly completedAt: Date | null;
}

/** Waits for a batch of the same file that is being written. */
export async function beginFile(
  tx: TenantTransaction,
  bankId: BankId,
  file: NewFile,
): Promise<FilePlace> {
  await tx
    .insert(ingestedFiles)
    .values({ bankId, ...file })
    .onConflictDoNothing();
  const [place] = await tx
    .select({
      source: ingestedFiles.source,
      records: ingestedFiles.records,
      recorded: ingestedFiles.recorded,
      completedAt: ingestedFiles.completedAt,
    })
    .from(ingestedFiles)
    .where(and(eq(ingestedFiles.bankId, bankId), eq(ingestedFiles.checksum, file.checksum)))
    .for('update');
  if (!place) throw new Error('a file conflicts with one that is not there');
  return place;
}
