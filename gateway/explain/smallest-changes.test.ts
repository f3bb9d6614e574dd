import { expect, test } from 'vitest';
import { smallestChanges } from './smallest-changes.ts';

const candidates = ['a', 'b', 'c', 'd'];

/** Helps when one of these sets is added whole. */
const needing =
  (...sets: readonly string[]) =>
  (added: readonly string[]) =>
    sets.some((set) => [...set].every((each) => added.includes(each))) ? 'helped' : undefined;

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['one that helps', ['c'], ['c']],
  ['every one that helps', ['b', 'd'], ['b', 'd']],
  ['a smaller set before a larger one', ['abc', 'd'], ['d']],
  ['all sets of the smallest size', ['ab', 'cd', 'abd'], ['ab', 'cd']],
  ['sets up to the size given', ['bcd'], ['bcd']],
  ['nothing larger', ['abcd'], []],
  ['nothing where nothing helps', [], []],
];

test.each(cases)('finds %s', async (_name, sets, expected) => {
  const found = await smallestChanges({ candidates, sizeMax: 3, attempt: needing(...sets) });
  expect(found.map(({ add }) => add.join(''))).toEqual(expected);
  expect(found.every(({ found: each }) => each === 'helped')).toBe(true);
});

test('what all candidates do not help is not tried further', async () => {
  let attempts = 0;
  const attempt = () => {
    attempts += 1;
    return undefined;
  };
  await smallestChanges({ candidates, sizeMax: 3, attempt });
  expect(attempts).toBe(1);
});

test('others have their turn during a long search', async () => {
  const many = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const order: string[] = [];
  const attempt = (added: readonly string[]) => {
    order.push('attempt');
    return added.length === many.length ? 'all' : undefined;
  };
  const search = smallestChanges({ candidates: many, sizeMax: 2, attempt });
  setImmediate(() => order.push('other'));
  await search;
  expect(order.indexOf('other')).toBeLessThan(60);
  expect(order.indexOf('other')).toBeGreaterThan(0);
});
