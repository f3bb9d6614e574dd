import { type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dateScalar, dateTimeScalar, isCalendarDay, minorUnitsScalar } from './scalars.ts';

function literal(scalar: GraphQLScalarType, text: string): unknown {
  return scalar.parseLiteral(parseValue(text));
}

describe('Date', () => {
  it.each([
    ['1996-02-29', true],
    ['1997-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['1998-04-31', false],
    ['1998-13-01', false],
    ['1998-00-10', false],
    ['0001-01-01', true],
    ['0000-01-01', false],
    ['9999-12-31', true],
    ['1998-1-1', false],
    ['1998-01-01T00:00:00Z', false],
    ['+01998-01-01', false],
    ['', false],
  ])('%s is a day of the calendar: %s', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected);
  });

  it('gives and takes days as text', () => {
    expect(dateScalar.serialize('1998-12-31')).toBe('1998-12-31');
    expect(dateScalar.parseValue('1998-12-31')).toBe('1998-12-31');
    expect(literal(dateScalar, '"1998-12-31"')).toBe('1998-12-31');
  });

  it.each([19981231, null, true, {}, '1998-02-30', new Date(0)])('refuses %s', (value) => {
    expect(() => dateScalar.parseValue(value)).toThrow();
    expect(() => dateScalar.serialize(value)).toThrow();
  });

  it.each(['19981231', 'true', '"31.12.1998"'])('refuses the literal %s', (text) => {
    expect(() => literal(dateScalar, text)).toThrow();
  });
});

describe('DateTime', () => {
  it.each([
    ['2026-01-31T09:00:00Z', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31T09:00:00.5Z', '2026-01-31T09:00:00.500Z'],
    ['2026-01-31T09:00:00+02:00', '2026-01-31T07:00:00.000Z'],
  ])('takes %s and gives it in UTC', (text, utc) => {
    expect(dateTimeScalar.serialize(dateTimeScalar.parseValue(text))).toBe(utc);
    expect(literal(dateTimeScalar, `"${text}"`)).toEqual(new Date(utc));
  });

  it('gives a Date of the database', () => {
    expect(dateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    '2026-02-30T09:00:00Z',
    '2026-01-31T25:00:00Z',
    '2026-01-31T09:00:00',
    '2026-01-31',
    'yesterday',
    0,
    null,
  ])('refuses %s', (value) => {
    expect(() => dateTimeScalar.parseValue(value)).toThrow();
  });

  it('refuses a literal that is no text', () => {
    expect(() => literal(dateTimeScalar, '0')).toThrow();
  });
});

describe('MinorUnits', () => {
  it.each([0, 1, -1, 9007199254740991, -9007199254740991])('gives and takes %d', (value) => {
    expect(minorUnitsScalar.serialize(value)).toBe(value);
    expect(minorUnitsScalar.parseValue(value)).toBe(value);
    expect(literal(minorUnitsScalar, String(value))).toBe(value);
  });

  it.each([1.5, 9007199254740992, Number.NaN, '100', 100n, null, true])('refuses %s', (value) => {
    expect(() => minorUnitsScalar.serialize(value)).toThrow();
    expect(() => minorUnitsScalar.parseValue(value)).toThrow();
  });

  it.each(['1.0', '1e3', '"1"', '9007199254740992', '99999999999999999999'])(
    'refuses the literal %s',
    (text) => {
      expect(() => literal(minorUnitsScalar, text)).toThrow();
    },
  );
});
