/** A test run as one JSON document. */
import type { TestReport } from '../testing/test-policy.ts';

/** Field names are stable; what is undefined is left out. */
export function testJson({ revision, counts, results, coverage }: TestReport): string {
  const lines = coverage && {
    ...{ covered: coverage.lines.covered, total: coverage.lines.total },
    percent: coverage.lines.percent,
    files: coverage.lines.files.map(({ file, lines: of }) => ({
      file,
      covered: [...of].filter(([, ran]) => ran).map(([line]) => line),
      not_covered: [...of].filter(([, ran]) => !ran).map(([line]) => line),
    })),
  };
  const document = {
    revision,
    counts,
    results,
    ...(coverage === undefined ? {} : { coverage: { lines, role_coordinates: coverage.pairs } }),
  };
  return JSON.stringify(document, undefined, 2);
}
