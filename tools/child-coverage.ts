/**
 * Line coverage with child processes: vitest counts what runs inside it, yet servers under test run
 * as processes of their own. Node writes what they executed (NODE_V8_COVERAGE); since it strips types
 * to blanks, offsets in there are offsets in the TypeScript source.
 */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const place = z.object({ line: z.number(), column: z.number().nullable() });

/** What vitest's JSON coverage holds, as far as lines need it (Istanbul's format). */
export const istanbulReport = z.record(
  z.string(),
  z.object({
    path: z.string(),
    statementMap: z.record(z.string(), z.object({ start: place })),
    s: z.record(z.string(), z.number()),
  }),
);

/** One file of NODE_V8_COVERAGE (the inspector protocol's Profiler.ScriptCoverage). */
export const v8Dump = z.object({
  result: z.array(
    z.object({
      url: z.string(),
      functions: z.array(
        z.object({
          ranges: z.array(
            z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() }),
          ),
        }),
      ),
    }),
  ),
});

type Script = z.output<typeof v8Dump>['result'][number];

export interface LineCounts {
  readonly covered: number;
  readonly total: number;
}

/** Covered lines by file: run in vitest, or in any of the child processes. */
export function countLines(
  report: z.output<typeof istanbulReport>,
  dumps: readonly z.output<typeof v8Dump>[],
  readSource: (path: string) => string,
): ReadonlyMap<string, LineCounts> {
  const scripts = groupByPath(dumps);
  const counts = new Map<string, LineCounts>();
  for (const { path, statementMap, s } of Object.values(report)) {
    const lines = new Map<number, boolean>();
    const runsOf = scripts.get(path) ?? [];
    const starts = lineStarts(readSource(path));
    for (const [id, { start }] of Object.entries(statementMap)) {
      const offset = (starts[start.line - 1] ?? 0) + (start.column ?? 0);
      const ran = (s[id] ?? 0) > 0 || runsOf.some((script) => hasRun(script, offset));
      lines.set(start.line, ran || lines.get(start.line) === true);
    }
    const covered = [...lines.values()].filter((ran) => ran).length;
    counts.set(path, { covered, total: lines.size });
  }
  return counts;
}

export function addUp(counts: Iterable<LineCounts>): LineCounts {
  let covered = 0;
  let total = 0;
  for (const each of counts) {
    covered += each.covered;
    total += each.total;
  }
  return { covered, total };
}

function groupByPath(
  dumps: readonly z.output<typeof v8Dump>[],
): ReadonlyMap<string, readonly Script[]> {
  const scripts = new Map<string, Script[]>();
  for (const script of dumps.flatMap(({ result }) => result)) {
    if (!script.url.startsWith('file://')) continue;
    const path = fileURLToPath(script.url);
    scripts.set(path, [...(scripts.get(path) ?? []), script]);
  }
  return scripts;
}

/** Of nested ranges, the innermost counts: the shortest that holds the offset. */
function hasRun({ functions }: Script, offset: number): boolean {
  let shortest = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const range of functions.flatMap(({ ranges }) => ranges)) {
    const length = range.endOffset - range.startOffset;
    if (offset < range.startOffset || offset >= range.endOffset || length > shortest) continue;
    shortest = length;
    count = range.count;
  }
  return count > 0;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
