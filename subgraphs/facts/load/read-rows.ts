/** Lines of a file as rows, the unreadable ones set aside with their reason. */
import { UnreadableCell } from './read-cells.ts';
import { readLines } from './read-lines.ts';
import { type BadLine, COLUMN_COUNTS, type SourceFile, type SourceLine } from './source-files.ts';

/** Some lines of a file, read. */
export interface Batch<T> {
  readonly rows: readonly T[];
  readonly bad: readonly BadLine[];
  /** Lines of the file read so far. */
  readonly lines: number;
}

export interface RowsOptions<T> {
  readonly dir: string;
  readonly file: SourceFile;
  readonly read: (cells: readonly string[]) => T;
  readonly batchSize: number;
  /** Stop after this many lines. */
  readonly linesMax?: number | undefined;
}

/** At least one batch, though it may be empty. */
export async function* readBatches<T>(options: RowsOptions<T>): AsyncGenerator<Batch<T>> {
  const { dir, file, read, batchSize, linesMax = Number.POSITIVE_INFINITY } = options;
  let rows: T[] = [];
  let bad: BadLine[] = [];
  let lines = 0;
  for await (const line of readLines(dir, file)) {
    if (lines >= linesMax) break;
    lines += 1;
    const result = readRow(file, line, read);
    if (result.kind === 'row') rows.push(result.row);
    else bad.push(result.bad);
    if (rows.length + bad.length < batchSize) continue;
    yield { rows, bad, lines };
    rows = [];
    bad = [];
  }
  yield { rows, bad, lines };
}

type Result<T> =
  | { readonly kind: 'row'; readonly row: T }
  | { readonly kind: 'bad'; readonly bad: BadLine };

function readRow<T>(
  file: SourceFile,
  { line, content, cells }: SourceLine,
  read: (cells: readonly string[]) => T,
): Result<T> {
  const setAside = (reason: string): Result<T> => ({
    kind: 'bad',
    bad: { source: file, line, reason, content },
  });
  const expected = COLUMN_COUNTS[file];
  if (cells.length !== expected) return setAside(`${cells.length} of ${expected} columns`);
  try {
    return { kind: 'row', row: read(cells) };
  } catch (error) {
    if (error instanceof UnreadableCell) return setAside(error.message);
    throw error;
  }
}
