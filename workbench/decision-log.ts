/** Reads decision logs: JSON lines in OPA's shape, gzipped or not, of any length. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { WorkbenchError } from './workbench-error.ts';

const labels = z.record(z.string(), z.string());

/** The parts of an event that the workbench reads; whatever else it has stays where it is. */
const eventSchema = z.looseObject({
  decision_id: z.string(),
  labels: labels.default({}),
  bundles: z
    .looseObject({ payscope: z.looseObject({ revision: z.string() }).optional() })
    .default({}),
  path: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
  result: z.unknown(),
  timestamp: z.string().default(''),
  error: z.looseObject({ code: z.string() }).optional(),
});

export type LoggedDecision = Readonly<z.output<typeof eventSchema>>;

/** One line of a log; the number counts from 1 in its file. */
export type LogLine =
  | {
      readonly kind: 'event';
      readonly file: string;
      readonly line: number;
      /** Of the file, until the end of this line; compressed ones count as they are on disk. */
      readonly bytesRead: number;
      readonly event: LoggedDecision;
    }
  | {
      readonly kind: 'unreadable';
      readonly file: string;
      readonly line: number;
      readonly bytesRead: number;
      readonly why: string;
    };

/**
 * The lines of the files, one file after the other, never more than a few of them in memory.
 *
 * @param files paths, as of `decisions.jsonl` and `decisions.jsonl.gz`; `-` is standard input.
 * @throws {WorkbenchError} `usage` when a file can't be read.
 * @example for await (const line of readDecisionLog(['decisions.jsonl'])) …
 */
export async function* readDecisionLog(
  files: readonly string[],
  stdin: Readable = process.stdin,
): AsyncGenerator<LogLine> {
  for (const file of files) yield* linesOf(file, file === '-' ? stdin : undefined);
}

/** The files together; 0 for standard input, whose size nobody knows. */
export async function logBytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) => (file === '-' ? 0 : stat(file).then(({ size }) => size, unreadable(file)))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function* linesOf(file: string, given: Readable | undefined): AsyncGenerator<LogLine> {
  const raw = given ?? createReadStream(file, { highWaterMark: 1_048_576 });
  const count = () => ('bytesRead' in raw && typeof raw.bytesRead === 'number' ? raw.bytesRead : 0);
  const unzip = file.endsWith('.gz') ? createGunzip() : undefined;
  if (unzip) raw.on('error', (cause: Error) => unzip.destroy(cause)).pipe(unzip);
  const lines = createInterface({ input: unzip ?? raw, crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  try {
    for await (const text of lines) {
      line += 1;
      if (text.trim() === '') continue;
      yield { file, line, bytesRead: count(), ...parseLine(text) };
    }
  } catch (cause) {
    unreadable(file)(cause);
  } finally {
    raw.destroy();
  }
}

function parseLine(
  text: string,
): { kind: 'event'; event: LoggedDecision } | { kind: 'unreadable'; why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'it is no JSON' };
  }
  const parsed = eventSchema.safeParse(value);
  if (parsed.success) return { kind: 'event', event: parsed.data };
  const [issue] = parsed.error.issues;
  return { kind: 'unreadable', why: `${issue?.path.join('.')}: ${issue?.message}` };
}

function unreadable(file: string): (cause: unknown) => never {
  return (cause) => {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new WorkbenchError(`${file} can't be read`, [what], 'usage');
  };
}
