/** Loads the Berka data set: the home bank's books and their mirror images at 13 partner banks. */
import { and, eq } from 'drizzle-orm';
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { loads } from '../tables.ts';
import { type Counts, NO_ROWS } from './counts.ts';
import { fingerprint } from './fingerprint.ts';
import { HOME } from './home-bank.ts';
import { loadFiles } from './load-files.ts';
import type { SourceFile } from './source-files.ts';

export type { Counts } from './counts.ts';

export interface LoadOptions {
  /** As the application role: rows are written under the policies. */
  readonly db: Database;
  /** What is read of persons is sealed with them. */
  readonly keys: PersonalKeys;
  /** Folder of the `.asc.gz` files. */
  readonly dataDir: string;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Lines of transactions to read; all when left out. */
  readonly transactionsMax?: number;
  /** `skip`, the default, returns at once when these files were loaded before. */
  readonly ifLoaded?: 'skip' | 'repeat';
}

export interface LoadProgress {
  readonly file: SourceFile;
  /** Lines of the file read and written so far. */
  readonly lines: number;
}

export interface LoadResult {
  readonly kind: 'loaded' | 'unchanged';
  /** Rows that were new. */
  readonly counts: Counts;
}

const SOURCE = 'berka';

/**
 * Every row has an id made from its source, and what is there already is left alone: a second load
 * changes nothing, and one that was interrupted is completed by the next.
 * @example await loadBerka({ db, dataDir: 'data/berka' })
 */
export async function loadBerka(options: LoadOptions): Promise<LoadResult> {
  const { db, keys, dataDir, transactionsMax, onProgress } = options;
  const checksum = await fingerprint(dataDir, transactionsMax);
  if (options.ifLoaded !== 'repeat' && (await wasLoaded(db, checksum))) {
    return { kind: 'unchanged', counts: NO_ROWS };
  }
  const counts = await loadFiles({
    db,
    keys,
    dir: dataDir,
    transactionsMax,
    onBatch: (file, lines) => onProgress?.({ file, lines }),
  });
  await rememberLoad(db, checksum);
  return { kind: 'loaded', counts };
}

/** Whether the files, as they are now, were loaded to the end; reads no more than their bytes. */
export async function isLoaded(db: Database, dataDir: string): Promise<boolean> {
  return wasLoaded(db, await fingerprint(dataDir, undefined));
}

function wasLoaded(db: Database, checksum: string): Promise<boolean> {
  return withTenant(db, HOME, async (tx) => {
    const found = await tx
      .select({ checksum: loads.checksum })
      .from(loads)
      .where(and(eq(loads.bankId, HOME), eq(loads.source, SOURCE), eq(loads.checksum, checksum)));
    return found.length > 0;
  });
}

/** Last of all: an interrupted load leaves no mark. */
async function rememberLoad(db: Database, checksum: string): Promise<void> {
  const load = { bankId: HOME, source: SOURCE, checksum };
  await withTenant(db, HOME, (tx) => tx.insert(loads).values(load).onConflictDoNothing());
}
