/** A test run for people: failures with what was expected, then the counts, then the coverage. */
import type { Coverage } from '../../workbench/testing/coverage.ts';
import { isFailure, type TestResult } from '../../workbench/testing/result.ts';
import type { TestReport } from '../../workbench/testing/test-policy.ts';
import type { Terminal } from '../terminal.ts';

/** Lines about what no test mentions; --json has all of it. */
const MISSING_SHOWN = 20;

export function testText(report: TestReport, { resultColors }: Terminal, took: number): string {
  const { bold, dim, green, red, yellow } = resultColors;
  const { counts, results, revision, coverage } = report;
  const failures = results
    .filter(isFailure)
    .flatMap((each) => [
      `${each.outcome === 'differs' ? red('DIFFERS') : red('FAIL')} ${bold(each.name)} ${dim(placeOf(each))}`,
      ...each.details.map((line) => `    ${line}`),
      '',
    ]);
  const { failed, skipped } = counts;
  const passed = `${counts.passed} passed`;
  const verdict = [
    failed > 0 ? passed : green(passed),
    failed > 0 ? red(`${failed} failed`) : '0 failed',
    ...(skipped > 0 ? [yellow(`${skipped} skipped`)] : []),
  ].join(', ');
  return [
    ...failures,
    `${verdict} ${dim(`(${(took / 1_000).toFixed(1)} s)`)}`,
    dim(`${kinds(results)}; each on OPA's evaluator and on the WASM of revision ${revision}`),
    ...(coverage === undefined ? [] : coverageLines(coverage, resultColors)),
  ].join('\n');
}

function kinds(results: readonly TestResult[]): string {
  const count = (kind: TestResult['kind']) => results.filter((each) => each.kind === kind).length;
  return `${count('rego')} Rego tests, ${count('case')} cases, ${count('table')} roles' whole tables`;
}

function placeOf({ file, line }: TestResult): string {
  return `${file}:${line}`;
}

function coverageLines(
  { lines, pairs }: Coverage,
  { bold, dim, yellow }: Terminal['resultColors'],
): readonly string[] {
  const partly = lines.files.flatMap(({ file, lines: of }) => {
    const missed = [...of].filter(([, ran]) => !ran).map(([line]) => line);
    return missed.length === 0 ? [] : [`  ${file}: ${yellow(`lines ${missed.join(', ')}`)}`];
  });
  const missing = missingLines(pairs);
  const more = missing.length - MISSING_SHOWN;
  return [
    '',
    `${bold('Lines')} ${lines.percent} % (${lines.covered} of ${lines.total})`,
    ...(partly.length > 0 ? ['no test runs:', ...partly] : []),
    '',
    `${bold('Role × coordinate')} ${pairs.percent} % (${pairs.mentioned} of ${pairs.total}, those that ask for a permission)`,
    ...(missing.length > 0 ? ['no test mentions these:'] : []),
    ...missing.slice(0, MISSING_SHOWN).map(({ what, roles }) => `  ${what} ${dim(roles)}`),
    ...(more > 0 ? [dim(`  and ${more} more; --json lists all`)] : []),
  ];
}

/** What some role is asked for first, coordinate by coordinate; the rest type by type. */
function missingLines({ missing, roles }: Coverage['pairs']) {
  const isPartly = (each: (typeof missing)[number]) => each.roles.length < roles.length;
  const partly = missing
    .filter(isPartly)
    .map((each) => ({ what: each.coordinate, roles: each.roles.join(', ') }));
  const types = Map.groupBy(
    missing.filter((each) => !isPartly(each)),
    ({ coordinate }) => coordinate.split('.')[0] ?? '',
  );
  const whole = [...types].map(([type, { length }]) => ({
    what: length === 1 ? type : `${type}, ${length} coordinates`,
    roles: 'no role',
  }));
  return [...partly, ...whole];
}
