/** Tells one state of the source files from another. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COLUMN_COUNTS } from './source-files.ts';

/** Raised when the loader makes other rows of the same files. */
const LOADER_REVISION = 1;

/** SHA-256 over the compressed files, about a megabyte. */
export async function fingerprint(dir: string, linesMax: number | undefined): Promise<string> {
  const hash = createHash('sha256').update(`${LOADER_REVISION};${linesMax ?? 'all'}`);
  for (const file of Object.keys(COLUMN_COUNTS)) {
    hash.update(await readFile(join(dir, `${file}.gz`)));
  }
  return hash.digest('hex');
}
