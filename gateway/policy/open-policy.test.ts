import { expect, it } from 'vitest';
import { openPolicy } from './open-policy.ts';

it('a policy that is off allows every coordinate and any document to whoever asks, and says so', () => {
  const policy = openPolicy();
  for (const role of ['ANALYST', 'STRANGER']) {
    const table = policy.tableFor({ role });
    for (const coordinate of ['Query.a', 'Query.a(b:)', 'nowhere']) {
      expect(table.decide(coordinate)).toMatchObject({ effect: 'allow', reason: 'ALLOWED' });
      expect(table.visible(coordinate)).toBe(true);
      expect(table.isConditional(coordinate)).toBe(false);
      expect(table.isElevatable(coordinate)).toBe(false);
    }
    expect(table).toMatchObject({ key: 'off', revision: 'off' });
  }
  expect(policy.revision).toBe('off');
  expect(policy.roles.size).toBe(0);
  expect(policy.documentsFor({ role: 'X', client: 'c', bank_id: 'b' }).mode).toBe('any');
});

it('a policy that is off allows every use of a conditional coordinate', () => {
  const uses = ['T.a', 'T.b'].map((coordinate) => ({ coordinate, arguments: { n: 1 } }));
  const question = { attributes: { role: 'X' }, now: new Date(0), grants: [], uses };
  expect(
    openPolicy()
      .decideConditional(question)
      .map(({ effect }) => effect),
  ).toStrictEqual([...['allow', 'allow']]);
});

it('a policy that is off still bounds what keeps the gateway alive, and prices nothing', () => {
  const { limits } = openPolicy().tableFor({ role: 'X' });
  const { cost, cost_budget, cost_restore_rate, ...bounds } = limits;
  for (const price of [cost, cost_budget, cost_restore_rate]) {
    expect(price).toBe(Number.MAX_SAFE_INTEGER);
  }
  for (const bound of Object.values(bounds)) {
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThan(100_000);
  }
});
