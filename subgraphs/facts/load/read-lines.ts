/** Streams the lines of a compressed file: decompressed and split as they come, never held whole. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { SourceFile, SourceLine } from './source-files.ts';

/** Lines after the header. */
export async function* readLines(dir: string, file: SourceFile): AsyncGenerator<SourceLine> {
  let line = 1;
  const splitter = parse({
    delimiter: ';',
    record_delimiter: ['\r\n', '\n'],
    // No cell holds a delimiter, so quotes need no parser; an open one then spoils its own line only,
    // and not all that follow.
    quote: null,
    relax_column_count: true,
    from_line: 2,
  });
  const compressed = createReadStream(join(dir, `${file}.gz`));
  // A failure of any part ends the splitter with that error, which the loop below then throws.
  pipeline(compressed, createGunzip(), splitter, () => undefined);
  for await (const record of splitter) {
    line += 1;
    const texts: readonly string[] = record;
    yield { line, content: texts.join(';'), cells: texts };
  }
}
