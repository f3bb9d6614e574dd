/**
 * Of generated operations: written otherwise they show the same, with a permission less they show
 * no more, nothing denied is fetched, and the oracle agrees. `npm run properties` runs 100,000.
 */
import { expect, test } from 'vitest';
import { revealedMore } from './revealed-more.ts';
import { runProperties } from './run.ts';

/** Another one each day, and the same all day long. */
const SEED = Math.floor(Date.now() / 86_400_000);

test.each(['own', 'fixture'] as const)(
  'in the graph %s, no operation is a counterexample',
  async (graph) => {
    const ran = await runProperties({ graph, operations: 1_000, seed: SEED });
    expect(ran.failure).toBeUndefined();
    expect(ran.generated).toBe(1_000);
    expect(ran.invalid).toBeLessThan(50);
    expect(ran.sent).toBeGreaterThan(2_000);
  },
  120_000,
);

const answered = (data: unknown) => ({ kind: 'answered', data, denied: [] }) as const;
const raw = answered({ a: { day: '1971-05-23' }, list: [1, 2] });

test.each([
  ['a value for null', { a: { day: '1971-05-23' } }, { a: { day: null } }],
  ['an object for null', { a: {} }, { a: null }],
  ['the value for its mask', { a: { day: '1971-05-23' } }, { a: { day: '1971-01-01' } }],
  ['a longer list', { list: [1, 2] }, { list: [1] }],
])('%s is more', (_, lesser, greater) => {
  expect(revealedMore(answered(lesser), answered(greater), raw)).toBeDefined();
});

test.each([
  ['null for a value', { a: { day: null } }, { a: { day: '1971-05-23' } }],
  ['a mask for its value', { a: { day: '1971-01-01' } }, { a: { day: '1971-05-23' } }],
  ['the same', { list: [1, 2] }, { list: [1, 2] }],
])('%s is not', (_, lesser, greater) => {
  expect(revealedMore(answered(lesser), answered(greater), raw)).toBeUndefined();
});
