import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countResults, runOpaTests } from './opa-test.ts';

const test = (name: string, more: object = {}) => ({ package: 'data.p', name, ...more });

describe('the Rego tests are counted', () => {
  it.each([
    ['passed', [test('test_a'), test('test_b')], { passed: 2, failed: 0, skipped: 0 }],
    ['failed', [test('test_a', { fail: true })], { passed: 0, failed: 1, skipped: 0 }],
    ['broken', [test('test_a', { error: { code: 'eval' } })], { passed: 0, failed: 1, skipped: 0 }],
    ['skipped', [test('todo_test_a', { skip: true })], { passed: 0, failed: 0, skipped: 1 }],
  ])('as %s', (_name, results, counts) => {
    expect(countResults(JSON.stringify(results))).toMatchObject(counts);
  });

  it.each([
    ['nothing', ''],
    ['no results', 'null'],
    ['an error', '1 error occurred'],
  ])('as one failure when the compiler prints %s', (_name, output) => {
    expect(countResults(output)).toStrictEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('as skipped, with the reason, without the compiler', async () => {
    const opa = { kind: 'missing', explanation: 'It is not here.' } as const;
    const counts = await runOpaTests(join(import.meta.dirname, '..'), opa);
    expect(counts).toMatchObject({ passed: 0, failed: 0 });
    expect(counts.skipped).toBeGreaterThan(20);
    expect(counts.note).toContain('It is not here.');
  });
});
