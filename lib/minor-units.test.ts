import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMinorUnits } from './minor-units.ts';

describe('decimal text as minor units', () => {
  it.each([
    ['18.90', 'CZK', 1890],
    ['18.9', 'CZK', 1890],
    ['+96396', 'CZK', 9_639_600],
    ['-3.05', 'CZK', -305],
    ['-0.00', 'CZK', 0],
    ['12.34000', 'CZK', 1234],
    ['007', 'JPY', 7],
    ['7.0', 'JPY', 7],
    ['1.234', 'KWD', 1234],
    // As floats, 1.15 * 100 is 114.99999999999999 and 4.35 * 100 is 434.99999999999994.
    ['1.15', 'CZK', 115],
    ['4.35', 'CZK', 435],
    ['90071992547409.91', 'CZK', Number.MAX_SAFE_INTEGER],
  ])('takes %s %s as %i', (text, currency, minorUnits) => {
    expect(readMinorUnits(text, currency)).toEqual({ kind: 'amount', minorUnits });
  });

  it.each([
    ['', 'CZK', 'not-decimal'],
    ['1,50', 'CZK', 'not-decimal'],
    ['.50', 'CZK', 'not-decimal'],
    ['1.', 'CZK', 'not-decimal'],
    ['1e3', 'CZK', 'not-decimal'],
    [' 1', 'CZK', 'not-decimal'],
    ['0x10', 'CZK', 'not-decimal'],
    ['١', 'CZK', 'not-decimal'],
    ['NaN', 'CZK', 'not-decimal'],
    ['1.505', 'CZK', 'too-many-decimals'],
    ['1.5', 'JPY', 'too-many-decimals'],
    ['90071992547409.92', 'CZK', 'too-large'],
    ['9'.repeat(40), 'CZK', 'too-large'],
    ['9'.repeat(10_000_000), 'CZK', 'too-large'],
  ])('does not take %.20s of %s: %s', (text, currency, kind) => {
    expect(readMinorUnits(text, currency)).toEqual({ kind });
  });

  it('gives back every amount that was written as a decimal', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (minorUnits) => {
        const digits = String(minorUnits).padStart(3, '0');
        const decimal = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(readMinorUnits(decimal, 'EUR')).toEqual({ kind: 'amount', minorUnits });
      }),
    );
  });
});
