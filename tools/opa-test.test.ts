import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestResult } from '../workbench/testing/result.ts';
import { WorkbenchError } from '../workbench/workbench-error.ts';
import { countError, countReport, runOpaTests } from './opa-test.ts';

const result = (outcome: TestResult['outcome']): TestResult => ({
  ...{ kind: 'rego', suite: 'p', name: 'test_a', file: 'p_test.rego', line: 3, outcome },
  ...{ opa: { kind: 'passed' }, wasm: { kind: 'passed' }, details: ['expected 1'] },
});

describe('the policy tests are counted', () => {
  it('as the workbench counts them', () => {
    const counts = { passed: 1, failed: 0, skipped: 2 };
    expect(countReport({ counts, results: [result('passed')] })).toStrictEqual(counts);
  });

  it.each([
    ['failed', 'FAIL test_a p_test.rego:3\n  expected 1'],
    ['differs', 'DIFFERS test_a p_test.rego:3\n  expected 1'],
  ] as const)('with what is wrong when one %s', (outcome, note) => {
    const counts = { passed: 0, failed: 1, skipped: 0 };
    expect(countReport({ counts, results: [result(outcome)] })).toStrictEqual({ ...counts, note });
  });

  it('as one failure when they do not compile', () => {
    const counts = countError(new WorkbenchError('the tests do not compile', ['p.rego:1: what']));
    expect(counts).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(counts.note).toContain('p.rego:1: what');
  });

  it('as skipped, with the reason, without the compiler', async () => {
    const opa = { kind: 'missing', explanation: 'It is not here.' } as const;
    const counts = await runOpaTests(join(import.meta.dirname, '..'), opa);
    expect(counts).toMatchObject({ passed: 0, failed: 0 });
    expect(counts.skipped).toBeGreaterThan(20);
    expect(counts.note).toContain('It is not here.');
  });
});
