/** Which lines of the Rego ran, as OPA's evaluator reports it. */
import { z } from 'zod';

const rangesSchema = z
  .array(z.object({ start: z.object({ row: z.int() }), end: z.object({ row: z.int() }) }))
  .default([]);

const reportSchema = z.object({
  files: z.record(z.string(), z.object({ covered: rangesSchema, not_covered: rangesSchema })),
});

export interface FileLines {
  readonly file: string;
  /** Line → whether it ran; lines that can't run are left out. */
  readonly lines: ReadonlyMap<number, boolean>;
}

export interface LineCoverage {
  readonly covered: number;
  readonly total: number;
  readonly percent: number;
  readonly files: readonly FileLines[];
}

/**
 * Merges reports of `opa test --coverage` and `opa eval --coverage`: a line ran if it did in one.
 *
 * @param files paths the reports may be about, to what people know them by.
 */
export function lineCoverage(
  reports: readonly unknown[],
  files: ReadonlyMap<string, string>,
): LineCoverage {
  const lines = new Map<string, Map<number, boolean>>();
  for (const report of reports) {
    for (const [path, { covered, not_covered: missed }] of Object.entries(
      reportSchema.parse(report).files,
    )) {
      const file = files.get(path.replace(/^\.?\//, ''));
      if (file === undefined) continue;
      const of = lines.get(file) ?? new Map<number, boolean>();
      lines.set(file, of);
      for (const row of rowsOf(missed)) if (!of.has(row)) of.set(row, false);
      for (const row of rowsOf(covered)) of.set(row, true);
    }
  }
  const all = [...lines]
    .map(([file, of]) => ({ file, lines: new Map([...of].sort(([a], [b]) => a - b)) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const ran = all.flatMap(({ lines: of }) => [...of.values()]);
  const covered = ran.filter(Boolean).length;
  return { covered, total: ran.length, percent: percentOf(covered, ran.length), files: all };
}

/** Two digits behind the point; all of nothing is all. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((part / whole) * 10_000) / 100;
}

function rowsOf(ranges: z.infer<typeof rangesSchema>): readonly number[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: end.row - start.row + 1 }, (_, index) => start.row + index),
  );
}
