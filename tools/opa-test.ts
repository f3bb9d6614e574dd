/**
 * Runs the policy's tests, on OPA's evaluator and on the compiled WASM: `node tools/opa-test.ts`, and
 * as part of `npm test`. What `payscope policy test` runs, counted.
 */
import { join } from 'node:path';
import { keptFiles } from '../workbench/kept-files.ts';
import { findOpa, type Opa, opaPlaces } from '../workbench/opa.ts';
import { readRego } from '../workbench/rego-files.ts';
import { isFailure, type TestResult } from '../workbench/testing/result.ts';
import { type TestReport, testPolicy } from '../workbench/testing/test-policy.ts';
import { WorkbenchError } from '../workbench/workbench-error.ts';
import type { TestCounts } from './test-counts.ts';

const ROOT = join(import.meta.dirname, '..');

/** The counts, and a sentence for people when the tests could not run or some failed. */
export type OpaTestCounts = TestCounts & { readonly note?: string };

/** Without the compiler every Rego test counts as skipped. */
export async function runOpaTests(root = ROOT, opa?: Opa): Promise<OpaTestCounts> {
  const found = opa ?? (await findOpa(opaPlaces()));
  const folder = join(root, 'policies');
  if (found.kind === 'missing') {
    const note = `Rego tests skipped: ${found.explanation}`;
    process.stderr.write(`${note}\n`);
    return { passed: 0, failed: 0, skipped: countTests(folder), note };
  }
  const run = testPolicy({ root, folder, opaPath: found.path, kept: keptFiles(root) });
  const counts = await run.then(countReport, countError);
  process.stderr.write(`policy tests: ${counts.passed} passed, ${counts.failed} failed\n`);
  if (counts.note !== undefined) process.stderr.write(`${counts.note}\n`);
  return counts;
}

/** A failed test's name, place, and what was expected. */
export function countReport({
  counts,
  results,
}: Pick<TestReport, 'counts' | 'results'>): OpaTestCounts {
  const failures = results.filter(isFailure);
  return failures.length === 0 ? counts : { ...counts, note: failures.map(said).join('\n') };
}

/** What does not compile counts as one failure. */
export function countError(error: unknown): OpaTestCounts {
  if (!(error instanceof WorkbenchError)) throw error;
  return { passed: 0, failed: 1, skipped: 0, note: error.message };
}

function said({ outcome, name, file, line, details }: TestResult): string {
  const head = `${outcome === 'differs' ? 'DIFFERS' : 'FAIL'} ${name} ${file}:${line}`;
  return [head, ...details.map((each) => `  ${each}`)].join('\n');
}

function countTests(folder: string): number {
  return [...readRego(folder)]
    .filter(([path]) => path.endsWith('_test.rego'))
    .map(([, text]) => text.match(/^test_\w+/gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

if (import.meta.main) {
  const { failed } = await runOpaTests();
  process.exitCode = failed > 0 ? 1 : 0;
}
