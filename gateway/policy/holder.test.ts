import { expect, test } from 'vitest';
import { BundleError } from './bundle-error.ts';
import { createPolicyHolder } from './holder.ts';
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

test('gives the policy that was swapped in last', () => {
  const [one, two] = [policyOf('r1'), policyOf('r2')];
  const holder = createPolicyHolder(one);
  expect(holder.current()).toBe(one);
  holder.swap(two);
  expect(holder.current()).toBe(two);
});

test('refuses a policy for another schema, and keeps the one it has', () => {
  const one = policyOf('r1');
  const holder = createPolicyHolder(one);
  const swapping = () => holder.swap(policyOf('r2', 's2'));
  expect(swapping).toThrow(BundleError);
  expect(swapping).toThrow(expect.objectContaining({ kind: 'wrong_schema' }));
  expect(swapping).toThrow(/\br2\b/);
  expect(holder.current()).toBe(one);
});
