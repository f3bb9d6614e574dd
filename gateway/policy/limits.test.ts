import { describe, expect, it } from 'vitest';
import { buildAccessTable } from './access-table.ts';
import { parseLimits, STRICTEST } from './limits.ts';

const LIMITS = {
  ...{ tokens: 5_000, depth: 15, aliases: 100, root_fields: 20, directives: 200, fields: 2_000 },
  ...{ introspection_depth: 3, cost: 10, cost_budget: 100, cost_restore_rate: 1 },
};

function tableWith(evaluateLimits?: (input: object) => unknown) {
  const failures: string[] = [];
  const built = buildAccessTable({
    ...{ key: 'k', revision: 'r', role: 'READER', coordinates: [] },
    evaluate: () => [{ result: {} }],
    onFailure: (kind) => failures.push(kind),
    ...(evaluateLimits ? { evaluateLimits } : {}),
  });
  return { ...built, failures };
}

describe('the limits of a table', () => {
  it('are what the policy says', () => {
    const { table, whole, failures } = tableWith(() => [{ result: LIMITS }]);
    expect(table.limits).toStrictEqual(LIMITS);
    expect({ whole, failures }).toStrictEqual({ whole: true, failures: [] });
  });

  it.each<readonly [string, () => unknown]>([
    ['no answer', () => []],
    ['an answer without a result', () => [{}]],
    ['two answers', () => [{ result: LIMITS }, { result: LIMITS }]],
    ['null', () => [{ result: null }]],
    ['true', () => [{ result: true }]],
    ['no limits', () => [{ result: {} }]],
    ['a limit missing', () => [{ result: { ...LIMITS, cost: undefined } }]],
    ['a limit that is text', () => [{ result: { ...LIMITS, depth: '15' } }]],
    ['a limit that is null', () => [{ result: { ...LIMITS, depth: null } }]],
    ['a limit below zero', () => [{ result: { ...LIMITS, depth: -1 } }]],
    ['a limit that is no whole number', () => [{ result: { ...LIMITS, depth: 1.5 } }]],
    ['a limit nobody knows', () => [{ result: { ...LIMITS, depht: 1 } }]],
    ['a trap', () => raise(new Error('unreachable'))],
    ['a thrown string', () => raise('abort')],
  ])('are the strictest after %s, which is told, and the table is not kept', (_, evaluate) => {
    const { table, whole, failures } = tableWith(evaluate);
    expect(table.limits).toBe(STRICTEST);
    expect({ whole, failures }).toStrictEqual({ whole: false, failures: ['bad_limits'] });
  });

  it('are asked for by the role alone', () => {
    const asked: unknown[] = [];
    tableWith((input) => {
      asked.push(input);
      return [{ result: LIMITS }];
    });
    expect(asked).toStrictEqual([{ subject: { role: 'READER' } }]);
  });

  it('are the strictest where nobody can be asked', () => {
    expect(tableWith().table.limits).toBe(STRICTEST);
  });
});

it('the strictest limits let nothing through', () => {
  expect(new Set(Object.values(STRICTEST))).toStrictEqual(new Set([0]));
  expect(Object.keys(parseLimits([{ result: LIMITS }]) ?? {}).sort()).toStrictEqual(
    Object.keys(STRICTEST).sort(),
  );
});

function raise(thrown: unknown): never {
  throw thrown;
}
