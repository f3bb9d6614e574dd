import { describe, expect, test } from 'vitest';
import { answeringWasm, type Behaviour } from '../../test/support/answering-wasm.ts';
import { bundleWith } from '../../test/support/bundles.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../../test/support/policy.ts';
import { readBundle } from './bundle.ts';
import type { Policy } from './load-policy.ts';
import { createLogMasks } from './log-masks.ts';
import { openPolicy } from './open-policy.ts';

const eventWith = (args: object, id = 'd1') => ({
  decision_id: id,
  timestamp: id,
  metrics: {},
  labels: {},
  path: 'payscope/authz/conditional',
  input: { uses: [{ coordinate: 'Query.paths', arguments: { maxHops: 3, ...args } }] },
  result: [],
});

const AT = '/input/uses/0/arguments';

test('of arguments only those that a condition reads are kept', async () => {
  const masksOf = createLogMasks();
  const policy = await loadCommittedPolicy();
  expect(await masksOf(policy, eventWith({}))).toEqual([]);
  expect(await masksOf(policy, eventWith({ from: 'CZ-123', to: { bank: 'AB' } }))).toEqual([
    `${AT}/from`,
    `${AT}/to`,
  ]);
  expect(await masksOf(policy, eventWith({}, 'd2'))).toEqual([]);
});

describe('a policy that does not say what to mask', () => {
  const failing: Readonly<Record<string, Behaviour>> = {
    traps: { kind: 'trap' },
    aborts: { kind: 'abort', message: 'no' },
    'answers nothing': { kind: 'answer', text: '[]' },
  };

  test.each(Object.entries(failing))('that %s is an error, and stays one', async (_, behaviour) => {
    const fixture = readPolicyFixture();
    const wasm = answeringWasm({ behaviours: { 'payscope/logs/mask': behaviour } });
    const bundle = await readBundle(await bundleWith({ 'policy.wasm': wasm }));
    const source = { bundle, requirements: fixture.requirements };
    const policy: Policy = { ...openPolicy(), source };
    const masksOf = createLogMasks();
    await expect(masksOf(policy, eventWith({}))).rejects.toThrow();
    await expect(masksOf(policy, eventWith({}))).rejects.toThrow();
  });

  test('that is off is one too', async () => {
    await expect(createLogMasks()(openPolicy(), eventWith({}))).rejects.toThrow();
  });
});
