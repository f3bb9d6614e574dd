import { describe, expect, it } from 'vitest';
import { CZK, money } from './money.ts';

describe('money', () => {
  it.each([0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('holds %d exactly', (n) => {
    expect(money(n, CZK)).toEqual({ minorUnits: n, currency: 'CZK' });
  });

  it.each([0.1, 1.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %d, which is no exact number of minor units',
    (n) => {
      expect(() => money(n, CZK)).toThrow(RangeError);
    },
  );
});
