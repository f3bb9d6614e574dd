import { expect, test } from 'vitest';
import { BundleError } from './bundle.ts';
import { createPolicyHolder, type SwapOutcome } from './holder.ts';
import { createPolicy, type Policy } from './load-policy.ts';

function policyOf(revision: string, schemaHash = 's1'): Policy {
  return createPolicy({
    revision,
    schemaHash,
    roles: new Set(['A']),
    coordinates: [],
    evaluate: () => [{ result: {} }],
    onFailure: () => undefined,
  });
}

function holderOf(first: Policy) {
  const outcomes: SwapOutcome[] = [];
  const holder = createPolicyHolder(first, (outcome) => outcomes.push(outcome));
  return { holder, outcomes };
}

test('gives the policy that was swapped in last', () => {
  const [one, two] = [policyOf('r1'), policyOf('r2')];
  const { holder } = holderOf(one);
  expect(holder.current()).toBe(one);
  holder.swap(two);
  expect(holder.current()).toBe(two);
});

test('refuses a policy for another schema, and keeps the one it has', () => {
  const one = policyOf('r1');
  const { holder } = holderOf(one);
  expect(() => holder.swap(policyOf('r2', 's2'))).toThrow(BundleError);
  expect(holder.current()).toBe(one);
});

test.each([
  ['fails', () => Promise.reject(new BundleError('no bundle'))],
  ['throws text', () => Promise.reject('no bundle')],
  ['gives a policy for another schema', async () => policyOf('r2', 's2')],
])('keeps the last good one when a load %s, and tells it', async (_, load) => {
  const one = policyOf('r1');
  const { holder, outcomes } = holderOf(one);
  expect(await holder.replace(load)).toBe('refused');
  expect(holder.current()).toBe(one);
  expect(await holder.replace(async () => policyOf('r3'))).toBe('swapped');
  expect(outcomes).toEqual(['refused', 'swapped']);
});

test('loads one after the other, so that a slow one never ends over a later one', async () => {
  const { holder } = holderOf(policyOf('r1'));
  const slow = Promise.withResolvers<Policy>();
  const first = holder.replace(() => slow.promise);
  const second = holder.replace(async () => policyOf('r3'));
  slow.resolve(policyOf('r2'));
  await Promise.all([first, second]);
  expect(holder.current().revision).toBe('r3');
});
