/**
 * `npm test`: vitest with coverage, then the Rego tests; the last line counts both.
 * With arguments, which go to vitest, only the tests they name: `npm test -- gateway/policy`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOpa, findOpa, opaPlaces } from '../workbench/opa.ts';
import { checkCoverage } from './check-coverage.ts';
import { runOpaTests } from './opa-test.ts';
import { addCounts, countVitest, renderCounts, type TestCounts } from './test-counts.ts';

const ROOT = join(import.meta.dirname, '..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

const args = process.argv.slice(2);
const total = addCounts(args.length > 0 ? [await runVitest(args)] : await runAll());
process.stdout.write(`\n${renderCounts(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runAll(): Promise<readonly TestCounts[]> {
  const rawDir = await mkdtemp(join(tmpdir(), 'payscope-coverage-'));
  const vitest = await runVitest(['--coverage'], { CHILD_V8_COVERAGE: rawDir });
  // Failed tests leave lines out that are not to blame.
  const coverage = vitest.failed > 0 ? [] : [await checkCoverage(ROOT, rawDir)];
  await rm(rawDir, { recursive: true });
  return [vitest, ...coverage, await testPolicies()];
}

/** Builds the compiler where Go is at hand; without both, the run goes on and says what it lacks. */
async function testPolicies(): Promise<TestCounts> {
  const opa = await findOpa(opaPlaces());
  if (opa.kind === 'missing') {
    process.stderr.write('Building the OPA compiler for the Rego tests (about 80 s, once) …\n');
    await buildOpa().catch(() => undefined);
  }
  return runOpaTests();
}

async function runVitest(
  more: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<TestCounts> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-test-'));
  const reportFile = join(dir, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [VITEST, 'run', ...reporters, ...more], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const exitCode = await new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
  });
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  await rm(dir, { recursive: true });
  return countVitest(report, exitCode);
}
