import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Obligation } from './decision.ts';
import { applyObligation } from './obligation.ts';

const SECRET = 'a secret of the test';

const cases: readonly (readonly [string, Obligation, unknown, unknown])[] = [
  ['a date is cut to 1 January of its year', { kind: 'year' }, '1971-05-23', '1971-01-01'],
  [
    'an instant is cut to the start of its year',
    { kind: 'year' },
    '1971-05-23T10:11:12.000Z',
    '1971-01-01T00:00:00.000Z',
  ],
  ['what is no date has no year', { kind: 'year' }, 'born in 1971', null],
  ['a date within text is none', { kind: 'year' }, 'born 1971-05-23', null],
  ['a date with more after it is none', { kind: 'year' }, '1971-05-23 at noon', null],
  ['a number has no year', { kind: 'year' }, 19710523, null],
  ['the last four characters stay', { kind: 'last4' }, 'CZ6508000000192000145399', '****5399'],
  ['four characters would show whole', { kind: 'last4' }, '5399', '****'],
  [
    'characters outside the basic plane are not cut in half',
    { kind: 'last4' },
    '😀abcd',
    '****abcd',
  ],
  ['a number has no last four', { kind: 'last4' }, 12345678, null],
  ['null takes everything', { kind: 'null' }, { nested: true }, null],
  ['amounts are rounded', { kind: 'round', to: 1000 }, 1499, 1000],
  ['rounding never writes -0', { kind: 'round', to: 1000 }, -1, 0],
  ['amounts fall into buckets', { kind: 'bucket', size: 1000 }, 1999, 1000],
  ['buckets of negative amounts go down', { kind: 'bucket', size: 1000 }, -1, -1000],
  ['text is in no bucket', { kind: 'bucket', size: 1000 }, '1999', null],
  [
    'what rounds out of the safe integers is withheld',
    { kind: 'round', to: 2 ** 53 - 1 },
    2 ** 55,
    null,
  ],
  ['infinity is withheld', { kind: 'round', to: 10 }, Number.POSITIVE_INFINITY, null],
  ['null stays null', { kind: 'year' }, null, null],
  ['what is not there stays so', { kind: 'year' }, undefined, undefined],
  [
    'lists are masked item by item',
    { kind: 'year' },
    [['1971-05-23'], null],
    [['1971-01-01'], null],
  ],
  ['an object is not hashed', { kind: 'hash' }, { a: 1 }, null],
];

describe('an obligation', () => {
  it.each(cases)('%s', (_name, obligation, value, masked) => {
    expect(applyObligation(obligation, value, SECRET)).toStrictEqual(masked);
  });

  it('withholds text from a hash without a secret', () => {
    expect(applyObligation({ kind: 'hash' }, 'Prague')).toBe('****');
    expect(applyObligation({ kind: 'hash' }, 'Prague', '')).toBe('****');
  });

  it('hashes by secret: the same for equal text, another for another secret', () => {
    const masked = applyObligation({ kind: 'hash' }, 'Prague', SECRET);
    expect(masked).toMatch(/^[0-9a-f]{64}$/);
    expect(applyObligation({ kind: 'hash' }, 'Prague', SECRET)).toBe(masked);
    expect(applyObligation({ kind: 'hash' }, 'Prague', 'another')).not.toBe(masked);
  });
});

describe('for every value', () => {
  const day = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const amount = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
  const step = fc.integer({ min: 1, max: 10_000_000 });

  it('two dates of one year can not be told apart', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const other = a.slice(0, 4) + b.slice(4).replace('-02-29', '-02-28');
        expect(applyObligation({ kind: 'year' }, other)).toBe(applyObligation({ kind: 'year' }, a));
      }),
    );
  });

  it('masking twice is masking once', () => {
    fc.assert(
      fc.property(day, amount, step, (date, value, size) => {
        for (const [obligation, given] of [
          [{ kind: 'year' }, date],
          [{ kind: 'round', to: size }, value],
          [{ kind: 'bucket', size }, value],
        ] as const) {
          const once = applyObligation(obligation, given);
          expect(applyObligation(obligation, once)).toStrictEqual(once);
        }
      }),
    );
  });

  it('a bucket holds its value, and rounding is off by half a step at most', () => {
    fc.assert(
      fc.property(amount, step, (value, size) => {
        const bucket = Number(applyObligation({ kind: 'bucket', size }, value));
        const rounded = Number(applyObligation({ kind: 'round', to: size }, value));
        expect(bucket <= value && value < bucket + size).toBe(true);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(size / 2);
      }),
    );
  });

  it('last4 shows four characters at most, and a fixed length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const masked = String(applyObligation({ kind: 'last4' }, text));
        expect(masked.startsWith('****')).toBe(true);
        expect(Array.from(masked).length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('anything that is no text, date or number is never shown', () => {
    const strange = fc.oneof(fc.boolean(), fc.object(), fc.bigInt());
    const obligations: readonly Obligation[] = [
      { kind: 'year' },
      { kind: 'last4' },
      { kind: 'hash' },
      { kind: 'null' },
      { kind: 'round', to: 5 },
      { kind: 'bucket', size: 5 },
    ];
    fc.assert(
      fc.property(strange, fc.constantFrom(...obligations), (value, obligation) => {
        expect(applyObligation(obligation, value, SECRET)).toBeNull();
      }),
    );
  });
});
