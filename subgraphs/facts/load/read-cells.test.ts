import { describe, expect, it } from 'vitest';
import { readBirth, readDay, readMinorUnits, readText, UnreadableCell } from './read-cells.ts';

describe('readMinorUnits', () => {
  it.each([
    ['18.90', 1890],
    ['18.9', 1890],
    ['96396', 9_639_600],
    ['0.00', 0],
    ['-3.05', -305],
    ['-0.00', 0],
    // As floats, 1.15 * 100 is 114.99999999999999 and 4.35 * 100 is 434.99999999999994.
    ['1.15', 115],
    ['4.35', 435],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('reads %s as %i', (cell, minorUnits) => {
    expect(readMinorUnits(cell, 'amount')).toBe(minorUnits);
  });

  it.each(['', '1,50', '1.505', '.50', '1e3', ' 1', '+1', '90071992547409.92', 'NaN', '"1'])(
    'refuses %j',
    (cell) => {
      expect(() => readMinorUnits(cell, 'amount')).toThrow(UnreadableCell);
    },
  );
});

describe('readDay', () => {
  it.each([
    ['930705', '1993-07-05'],
    ['960229', '1996-02-29'],
  ])('reads %s as %s', (cell, day) => {
    expect(readDay(cell, 'date')).toBe(day);
  });

  it.each(['930229', '931301', '930100', '9307', '', '93070a', '1993-07-05'])(
    'refuses %j',
    (cell) => {
      expect(() => readDay(cell, 'date')).toThrow(UnreadableCell);
    },
  );
});

describe('readBirth', () => {
  it.each([
    ['"706213"', { birthDate: '1970-12-13', gender: 'FEMALE' }],
    ['"450204"', { birthDate: '1945-02-04', gender: 'MALE' }],
  ])('reads %s', (cell, birth) => {
    expect(readBirth(cell, 'birth_number')).toEqual(birth);
  });

  it.each(['"700001"', '"705013"', '"706313"', '"70"'])('refuses %s', (cell) => {
    expect(() => readBirth(cell, 'birth_number')).toThrow(UnreadableCell);
  });
});

describe('readText', () => {
  it.each([
    ['"SIPO"', 'SIPO'],
    ['SIPO', 'SIPO'],
    ['""', ''],
    ['', ''],
  ])('reads %j as %j', (cell, text) => {
    expect(readText(cell)).toBe(text);
  });

  it.each(['"PRIJE', 'PRIJEM"', '"'])('refuses the open quote of %j', (cell) => {
    expect(() => readText(cell)).toThrow(UnreadableCell);
  });
});
