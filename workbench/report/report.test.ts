import { describe, expect, it } from 'vitest';
import type { Finding } from '../check/finding.ts';
import type { TestResult } from '../testing/result.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import { lcov } from './lcov.ts';
import { sarif } from './sarif.ts';
import { testFindings } from './test-findings.ts';

const finding: Finding = {
  ...{ rule: 'title-missing', severity: 'warning', file: 'policies/a b.rego', line: 3, column: 5 },
  ...{ message: 'rule x has no title', fix: 'write 100 %\nof it' },
};

const result = (outcome: TestResult['outcome'], name: string): TestResult => ({
  ...{ kind: 'rego', suite: 'p_test', name, file: 'p_test.rego', line: 4, outcome },
  ...{ opa: { kind: 'passed' }, wasm: { kind: 'failed' }, details: ['"a" < \u0000"b" & c'] },
});
const results = [
  result('passed', 'test_a'),
  result('failed', 'test_b'),
  result('differs', 'test_c'),
  result('skipped', 'todo_test_d'),
];

describe('SARIF', () => {
  it('has a rule for each, a level, and a place', () => {
    const [run] = JSON.parse(sarif([finding], 'check')).runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toStrictEqual([
      'title-missing',
    ]);
    expect(run.results[0]).toMatchObject({ ruleId: 'title-missing', level: 'warning' });
    expect(run.results[0].locations[0].physicalLocation).toStrictEqual({
      artifactLocation: { uri: 'policies/a%20b.rego' },
      region: { startLine: 3, startColumn: 5 },
    });
  });

  it('of nothing is a whole document too', () => {
    expect(JSON.parse(sarif([], 'check'))).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [] }],
    });
  });
});

it('a GitHub annotation is one line, whatever is in it', () => {
  expect(github([finding])).toBe(
    '::warning file=policies/a b.rego,line=3,col=5,title=title-missing::rule x has no title%0Awrite 100 %25%0Aof it',
  );
});

it('JUnit counts, and holds no character that XML does not', () => {
  const text = junit(results);
  expect(text).toContain(
    '<testsuites name="payscope policy test" tests="4" failures="2" errors="0" skipped="1">',
  );
  expect(text).toContain('"a" &lt; "b" &amp; c');
  expect(text.match(/<failure/g)).toHaveLength(2);
});

it('lcov has each line once, and their counts', () => {
  const lines = new Map([
    [1, true],
    [3, false],
  ]);
  const coverage = { covered: 1, total: 2, percent: 50, files: [{ file: 'a.rego', lines }] };
  expect(lcov(coverage).split('\n')).toStrictEqual([
    ...['TN:', 'SF:a.rego', 'DA:1,1', 'DA:3,0', 'LF:2', 'LH:1', 'end_of_record'],
  ]);
});

it('failed tests are findings, and a difference is another than a failure', () => {
  expect(testFindings(results).map(({ rule, line }) => [rule, line])).toStrictEqual([
    ['test-failed', 4],
    ['evaluators-differ', 4],
  ]);
});
