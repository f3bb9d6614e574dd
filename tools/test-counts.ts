/** Counts tests of several runners into the one line that ends a run. */
import { z } from 'zod';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is counted. */
const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), name: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

/**
 * A file that fails before its first test has no failed test, and a run whose coverage is too low
 * has none either; each still counts as a failure, or the last line would read as a success.
 */
export function countVitest(reportText: string | undefined, exitCode: number): TestCounts {
  if (reportText === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const report = vitestReport.parse(JSON.parse(reportText));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function addCounts(all: readonly TestCounts[]): TestCounts {
  const total = (key: keyof TestCounts) => all.reduce((sum, counts) => sum + counts[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** @example renderCounts({ passed: 9, failed: 0, skipped: 0 }) // '9 passed, 0 failed' */
export function renderCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
