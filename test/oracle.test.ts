import { describe, expect, it } from 'vitest';
import { type Decision, decidedCoordinates } from '../gateway/policy/index.ts';
import { createOracle, type Expected } from './support/oracle.ts';
import { loadCommittedPolicy, readPolicyFixture } from './support/policy.ts';

function asExpected(decision: Decision): Expected {
  return decision.effect === 'mask'
    ? { effect: 'mask', mask: decision.obligation.kind }
    : { effect: decision.effect };
}

describe('the compiled policy and the oracle', () => {
  const fixture = readPolicyFixture();
  const oracle = createOracle();
  const coordinates = decidedCoordinates(fixture.schema);

  it('know the same roles', async () => {
    const { roles } = await loadCommittedPolicy(fixture);
    expect([...roles].sort()).toStrictEqual([...oracle.roles].sort());
  });

  it.each([...oracle.roles, 'STRANGER'])('agree on every coordinate for %s', async (role) => {
    const table = (await loadCommittedPolicy(fixture)).tableFor({ role });
    const decided = coordinates.map((each) => [each, asExpected(table.decide(each))]);
    expect(decided).toStrictEqual(coordinates.map((each) => [each, oracle.expect(role, each)]));
  });

  it('compare enough to mean something: every effect occurs', () => {
    const effects = oracle.roles.flatMap((role) =>
      coordinates.map((coordinate) => oracle.expect(role, coordinate).effect),
    );
    expect(new Set(effects)).toStrictEqual(new Set(['allow', 'mask', 'deny', 'hide']));
    expect(effects.length).toBeGreaterThan(1200);
  });

  it('compare inputs that ask for something, of each kind, denied and allowed', () => {
    for (const input of ['PathNode', 'PaymentFilter.minAmount', 'PaymentOrder.AMOUNT_DESC']) {
      const effects = oracle.roles.map((role) => oracle.expect(role, input).effect);
      expect(coordinates).toContain(input);
      expect(new Set(effects)).toStrictEqual(new Set(['allow', 'deny']));
    }
    expect(coordinates).toContain('Query.payments(filter:)');
    expect(oracle.expect('ADMIN', 'Query.paths(maxHops:)').effect).toBe('deny');
  });
});
