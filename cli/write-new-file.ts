/** A file that a command makes: for its owner alone, and never over one that is there. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../lib/errors/index.ts';
import { UsageError } from './exits.ts';

/**
 * @param out as `--out` named it
 * @returns how many bytes it has
 * @throws {UsageError} where there is such a file
 */
export async function writeNewFile(
  out: string,
  chunks: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(chunks), file).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') throw new UsageError(`--out: ${out} is there already`);
    throw error;
  });
  return file.bytesWritten;
}
