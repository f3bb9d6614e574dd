import { beforeAll, describe, expect, test } from 'vitest';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import { decidedCoordinates, openPolicy, type Policy } from '../policy/index.ts';
import { createExplain, type Explain } from './explain.ts';

const fixture = readPolicyFixture();
let policy: Policy;
let explain: Explain;
beforeAll(async () => {
  policy = await loadCommittedPolicy(fixture);
  explain = createExplain(() => policy);
});

const record = (role: string, ...deniedCoordinates: string[]) => ({
  role,
  policyRevision: policy.revision,
  deniedCoordinates,
});

test('explains every coordinate for every role as the gateway decides it', async () => {
  const coordinates = decidedCoordinates(fixture.schema);
  for (const role of [...policy.roles, 'NOBODY']) {
    const table = policy.tableFor({ role });
    for (let from = 0; from < coordinates.length; from += 100) {
      const asked = coordinates.slice(from, from + 100);
      for (const { coordinate, effect, reasonCode, rule, changes } of await explain(
        record(role, ...asked),
      )) {
        if (table.isConditional(coordinate)) continue;
        const decision = table.decide(coordinate);
        expect([coordinate, effect, reasonCode, rule]).toEqual([
          coordinate,
          decision.effect,
          decision.reason,
          decision.rule,
        ]);
        if (effect === 'allow' || effect === 'mask') expect(changes).toEqual([]);
      }
    }
  }
}, 60_000);

describe('a change', () => {
  test('is of the fewest permissions', async () => {
    const [gender] = await explain(record('SYSTEM', 'AccountHolder.gender'));
    expect(gender?.changes).toEqual([
      { role: 'SYSTEM', add: ['facts:read', 'pii:read'], effect: 'allow' },
    ]);
  });

  test('says so when it leads to a mask only', async () => {
    const [birthDate] = await explain(record('SYSTEM', 'AccountHolder.birthDate'));
    expect(birthDate?.changes).toEqual([{ role: 'SYSTEM', add: ['facts:read'], effect: 'mask' }]);
  });

  test('shows what is hidden too', async () => {
    const [mutation] = await explain(record('ANALYST', 'Mutation.recordPayments'));
    expect(mutation).toMatchObject({
      effect: 'hide',
      changes: [{ role: 'ANALYST', add: ['facts:write'], effect: 'allow' }],
    });
  });

  test('tried out leaves the decisions of requests as they are', async () => {
    const before = policy.tableFor({ role: 'SYSTEM' }).decide('AccountHolder.gender');
    await explain(record('SYSTEM', 'AccountHolder.gender'));
    const fresh = await loadCommittedPolicy(fixture);
    expect(policy.tableFor({ role: 'SYSTEM' }).decide('AccountHolder.gender')).toEqual(before);
    expect(fresh.tableFor({ role: 'SYSTEM' }).decide('AccountHolder.gender')).toEqual(before);
  });

  test('opens a coordinate whose condition was not met, however it is called', async () => {
    const [payments] = await explain(record('AUDITOR', 'Query.payments'));
    expect(payments).toMatchObject({
      effect: 'deny',
      reasonCode: 'CONDITION_NOT_MET',
      rule: 'payscope.authz.condition_not_met',
      file: 'policies/payscope/authz/conditional.rego',
      changes: [{ role: 'AUDITOR', add: ['metrics:read'], effect: 'allow' }],
    });
  });

  test('does not help a coordinate that is gone', async () => {
    const [gone] = await explain(record('SYSTEM', 'Payment.gone'));
    expect(gone).toMatchObject({ effect: 'hide', reasonCode: 'NOT_MENTIONED', changes: [] });
  });
});

test('names the revision it asked, and whether the decision was of that one', async () => {
  const [now] = await explain(record('AUDITOR', 'AccountHolder.gender'));
  expect(now).toMatchObject({ revision: policy.revision, isOfDecision: true });
  const older = { ...record('AUDITOR', 'AccountHolder.gender'), policyRevision: 'older' };
  expect(await explain(older)).toMatchObject([{ revision: policy.revision, isOfDecision: false }]);
});

test('follows a swap of the policy', async () => {
  let current: Policy = policy;
  const ask = createExplain(() => current);
  await ask(record('AUDITOR', 'AccountHolder.gender'));
  const { source } = policy;
  if (!source) throw new Error('no source');
  const bundle = { ...source.bundle, revision: 'next' };
  current = { ...policy, source: { ...source, bundle } };
  expect(await ask(record('AUDITOR', 'AccountHolder.gender'))).toMatchObject([
    { revision: 'next', isOfDecision: false },
  ]);
});

test('a policy that can not be asked fails the explanation, and the next is asked anew', async () => {
  const { source } = policy;
  if (!source) throw new Error('no source');
  let wasm = new Uint8Array([0, 1, 2]);
  const bundle = {
    ...source.bundle,
    get wasm() {
      return wasm;
    },
  };
  const broken = { ...policy, source: { ...source, bundle } };
  const ask = createExplain(() => broken);
  await expect(ask(record('AUDITOR', 'AccountHolder.gender'))).rejects.toThrow();
  wasm = source.bundle.wasm;
  expect(await ask(record('AUDITOR', 'AccountHolder.gender'))).toHaveLength(1);
});

test('at most 100 coordinates are explained', async () => {
  const many = Array.from({ length: 150 }, (_, index) => `Payment.field${index}`);
  expect(await explain(record('AUDITOR', ...many))).toHaveLength(100);
});

test('a policy that is off has nothing to explain', async () => {
  const ask = createExplain(openPolicy);
  expect(await ask(record('AUDITOR', 'AccountHolder.gender'))).toEqual([]);
});
