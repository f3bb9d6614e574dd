import { expect, test } from 'vitest';
import { Refusal } from '../../lib/errors/index.ts';
import { createInFlight } from './in-flight.ts';
import { createRateLimit } from './rate.ts';

test('requests over the number of places are refused at once, with when to come back', () => {
  const inFlight = createInFlight(1);
  const leave = inFlight.enter();
  expect(() => inFlight.enter()).toThrowError(
    expect.objectContaining({ code: 'OVERLOADED', status: 503 }),
  );
  leave();
  leave();
  expect(inFlight.count()).toBe(0);
  expect(() => inFlight.enter()).not.toThrow();
});

test('a subject over its rate is refused, others are not', async () => {
  const rate = createRateLimit(2);
  await rate('a');
  await rate('a');
  const refused = await rate('a').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({
    code: 'RATE_LIMITED',
    details: { headers: { 'retry-after': '1' } },
  });
  await expect(rate('b')).resolves.toBeUndefined();
});

test('a rate of 0 is no limit', async () => {
  const rate = createRateLimit(0);
  await expect(Promise.all(Array.from({ length: 1_000 }, () => rate('a')))).resolves.toBeDefined();
});
