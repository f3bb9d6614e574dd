import { expect, test } from 'vitest';
import { excessOfValue, sizeOfJson } from './nesting.ts';

const MAX = { depth: 3, members: 2 };

test.each<readonly [string, unknown, string | undefined]>([
  ['a leaf', 1, undefined],
  ['null', null, undefined],
  ['all there may be', { a: [{ b: 1, c: 2 }], d: 1 }, undefined],
  ['a level more', { a: [{ b: [] }] }, 'depth'],
  ['a member more', { a: [{ b: 1, c: 2, d: 3 }] }, 'members'],
  ['a member more at the top', { a: 1, b: 2, c: 3 }, 'members'],
  ['a long list', { a: Array.from({ length: 1_000 }, () => 1) }, undefined],
  ['100,000 levels', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)), 'depth'],
])('variables of %s', (_, value, expected) => {
  expect(excessOfValue(value, MAX)).toBe(expected);
});

test.each([
  ['levels and values', '{"a":[1,2,{"b":3}],"c":4}', { depth: 3, values: 4 }],
  ['no brackets in text', '{"[\\"[":"[,["}', { depth: 1, values: 1 }],
  ['siblings apart', '[[],[],[]]', { depth: 2, values: 3 }],
])('JSON is measured: %s', (_, text, expected) => {
  expect(sizeOfJson(text, { depth: 100, values: 100 })).toStrictEqual(expected);
});

test('JSON is measured no further than asked', () => {
  expect(sizeOfJson('['.repeat(1_000), { depth: 5, values: 9 })).toMatchObject({ depth: 6 });
  expect(sizeOfJson(`[${'1,'.repeat(1_000)}`, { depth: 5, values: 9 })).toMatchObject({
    values: 10,
  });
});
