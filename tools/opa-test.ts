/** Runs the Rego tests: `node tools/opa-test.ts`, and as part of `npm test`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { findOpa, type Opa, opaPlaces, runOpa } from '../workbench/opa.ts';
import type { TestCounts } from './test-counts.ts';

const ROOT = join(import.meta.dirname, '..');

const resultsSchema = z
  .array(
    z.object({
      name: z.string(),
      package: z.string(),
      fail: z.boolean().optional(),
      skip: z.boolean().optional(),
      error: z.unknown().optional(),
    }),
  )
  .nullable();

/** The counts, and a sentence for people when the tests could not run or some failed. */
export type OpaTestCounts = TestCounts & { readonly note?: string };

/** Runs `opa test` on policies/; without the compiler every Rego test counts as skipped. */
export async function runOpaTests(root = ROOT, opa?: Opa): Promise<OpaTestCounts> {
  const found = opa ?? (await findOpa(opaPlaces()));
  if (found.kind === 'missing') {
    const note = `Rego tests skipped: ${found.explanation}`;
    process.stderr.write(`${note}\n`);
    return { passed: 0, failed: 0, skipped: countRules(join(root, 'policies')), note };
  }
  const ignored = ['tools', 'bundle', 'examples'].flatMap((folder) => ['--ignore', folder]);
  const args = ['test', '--bundle', 'policies', ...ignored, '--format', 'json'];
  const { output, note } = await outputOf(runOpa(found.path, args, { cwd: root }));
  const counts = countResults(output);
  const said = counts.note ?? note;
  process.stderr.write(`opa test: ${counts.passed} passed, ${counts.failed} failed\n`);
  if (said !== undefined) process.stderr.write(`${said}\n`);
  return said === undefined ? counts : { ...counts, note: said };
}

/** Counts what `opa test --format json` prints; what is no such list counts as one failure. */
export function countResults(output: string): OpaTestCounts {
  const parsed = resultsSchema.safeParse(tryJson(output));
  if (!parsed.success || parsed.data === null) return { passed: 0, failed: 1, skipped: 0 };
  const skipped = parsed.data.filter(({ skip }) => skip === true).length;
  const failed = parsed.data.filter(({ fail, error }) => fail === true || error !== undefined);
  const counts = {
    passed: parsed.data.length - failed.length - skipped,
    failed: failed.length,
    skipped,
  };
  if (failed.length === 0) return counts;
  return { ...counts, note: failed.map((test) => `FAIL ${test.package}.${test.name}`).join('\n') };
}

/** `opa test` exits 2 when a test fails, with the results on standard output all the same. */
async function outputOf(
  running: Promise<string>,
): Promise<{ readonly output: string; readonly note?: string }> {
  try {
    return { output: await running };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const output = 'stdout' in error ? String(error.stdout) : '';
    const note = 'stderr' in error ? String(error.stderr).trim() : error.message;
    return note === '' ? { output } : { output, note };
  }
}

function countRules(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('_test.rego'))
    .map((path) => readFileSync(join(folder, path), 'utf8').match(/^test_\w+/gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const { failed } = await runOpaTests();
  process.exitCode = failed > 0 ? 1 : 0;
}
