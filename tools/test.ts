/**
 * `npm test`: vitest with coverage, then the Rego tests; the last line counts both.
 * With arguments, which go to vitest, only the tests they name: `npm test -- gateway/policy`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOpa, findOpa, opaPlaces } from './opa.ts';
import { runOpaTests } from './opa-test.ts';
import { addCounts, countVitest, renderCounts, type TestCounts } from './test-counts.ts';

const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');

const args = process.argv.slice(2);
const counts =
  args.length > 0
    ? [await runVitest(args)]
    : [await runVitest(['--coverage']), await testPolicies()];
const total = addCounts(counts);
process.stdout.write(`\n${renderCounts(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Builds the compiler where Go is at hand; without both, the run goes on and says what it lacks. */
async function testPolicies(): Promise<TestCounts> {
  const opa = await findOpa(opaPlaces());
  if (opa.kind === 'missing') {
    process.stderr.write('Building the OPA compiler for the Rego tests (about 80 s, once) …\n');
    await buildOpa().catch(() => undefined);
  }
  return runOpaTests();
}

async function runVitest(more: readonly string[]): Promise<TestCounts> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-test-'));
  const reportFile = join(dir, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [VITEST, 'run', ...reporters, ...more], {
    stdio: 'inherit',
  });
  const exitCode = await new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
  });
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  await rm(dir, { recursive: true });
  return countVitest(report, exitCode);
}
