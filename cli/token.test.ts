import { describe, expect, it } from 'vitest';
import { UsageError } from './exits.ts';
import { parseChoice, parseClient, parseTtlSeconds, readRoles } from './token.ts';

describe('how long a token is good for', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['1h', 3600],
    ['7d', 604_800],
    ['30d', 2_592_000],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseTtlSeconds(text)).toBe(seconds);
  });

  it.each(['', '0s', '1', 'h', '1y', '-1h', '1.5h', '31d', '99999h', '1h '])(
    'refuses "%s"',
    (text) => {
      expect(() => parseTtlSeconds(text)).toThrow(UsageError);
    },
  );
});

it('a choice is found whatever its case, else the choices are named', () => {
  expect(parseChoice('bank', 'ab', ['AB', 'CD'])).toBe('AB');
  expect(() => parseChoice('bank', 'XX', ['AB', 'CD'])).toThrow(/"XX"; takes one of AB, CD/);
});

it('the roles are those of the policy', async () => {
  expect([...(await readRoles())].sort()).toEqual(
    ['ADMIN', 'ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'].sort(),
  );
});

it('a client is taken as the gateway would take it from a token', () => {
  expect(parseClient('partner-ab')).toBe('partner-ab');
  expect(() => parseClient('partner ab')).toThrow(UsageError);
});
