import { expect, test } from 'vitest';
import { memoryCostBuckets } from './cost-bucket.ts';

const BUDGET = { maximum: 100, restorePerSecond: 10 };

function bucketsAt(start = 0) {
  const clock = { now: start };
  return { clock, buckets: memoryCostBuckets(() => clock.now) };
}

test('a cost is taken whole or not at all, and it is said when it will be there', async () => {
  const { buckets } = bucketsAt();
  expect(await buckets.take('a', BUDGET, 70)).toStrictEqual({
    isTaken: true,
    available: 30,
    retryAfterMs: 0,
  });
  expect(await buckets.take('a', BUDGET, 50)).toStrictEqual({
    isTaken: false,
    available: 30,
    retryAfterMs: 2_000,
  });
  expect(await buckets.take('a', BUDGET, 30)).toMatchObject({ isTaken: true, available: 0 });
});

test('the budget is restored steadily, up to its maximum', async () => {
  const { buckets, clock } = bucketsAt();
  await buckets.take('a', BUDGET, 100);
  clock.now = 2_500;
  expect(await buckets.take('a', BUDGET, 0)).toMatchObject({ available: 25 });
  clock.now = 1e9;
  expect(await buckets.take('a', BUDGET, 0)).toMatchObject({ available: 100 });
});

test('what was not used is given back, up to the maximum', async () => {
  const { buckets } = bucketsAt();
  await buckets.take('a', BUDGET, 60);
  expect(await buckets.giveBack('a', BUDGET, 20)).toBe(60);
  expect(await buckets.giveBack('a', BUDGET, 500)).toBe(100);
});

test('each key has a bucket of its own', async () => {
  const { buckets } = bucketsAt();
  await buckets.take('a', BUDGET, 100);
  expect(await buckets.take('b', BUDGET, 100)).toMatchObject({ isTaken: true });
});

test.each([
  ['costs more than fits in', BUDGET, 101],
  ['comes when nothing is restored', { maximum: 0, restorePerSecond: 0 }, 1],
])('what %s is never there', async (_, budget, cost) => {
  const { buckets } = bucketsAt();
  expect(await buckets.take('a', budget, cost)).toMatchObject({
    isTaken: false,
    retryAfterMs: Number.POSITIVE_INFINITY,
  });
});
