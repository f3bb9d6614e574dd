import { describe, expect, it } from 'vitest';
import { applyObligation, type Obligation } from '../../gateway/policy/index.ts';
import masks from '../../policies/masks/data.json' with { type: 'json' };
import {
  BANKS,
  bankIdOf,
  codeOf,
  currencyOf,
  dateOf,
  findCanaries,
  integerOf,
  moneyOf,
  partnerOf,
  personOf,
  textOf,
  uuidOf,
} from './canaries.ts';

const banksIn = (text: string): readonly number[] => {
  const banks: number[] = [];
  findCanaries(text, ({ bank }) => banks.push(bank));
  return banks;
};

describe('a canary tells its bank', () => {
  it.each([
    ['an id', (bank: number) => uuidOf(bank, 11, 5)],
    ['a bank’s id', bankIdOf],
    ['a text', (bank: number) => textOf(bank, 'ANY')],
    ['a person', (bank: number) => personOf(bank, 'ANALYST-1')],
    ['an amount', (bank: number) => moneyOf(bank, 123)],
    ['a count', (bank: number) => integerOf(bank, 123)],
    ['a day', (bank: number) => dateOf(bank, 3, 7)],
    ['a code', codeOf],
    ['a partner’s code', (bank: number) => partnerOf(bank, 1)],
    ['a currency', currencyOf],
  ])('as %s', (_what, make) => {
    for (let bank = 0; bank < BANKS; bank += 1) {
      expect(banksIn(JSON.stringify({ value: make(bank) }))).toEqual([bank]);
    }
  });

  it('inside of a cursor', () => {
    const keys = JSON.stringify([dateOf(4, 0, 1), uuidOf(4, 11, 5)]);
    const cursor = Buffer.concat([Buffer.alloc(16, 200), Buffer.from(keys)]).toString('base64url');
    expect(banksIn(JSON.stringify({ cursor }))).toContain(4);
  });

  it('under every mask the policy has', () => {
    const kinds = Object.values(masks).map(({ obligation }) => obligation.kind);
    // A mask of another kind needs canaries that it leaves something of.
    expect(new Set(kinds)).toEqual(new Set(['year']));
    const year: Obligation = { kind: 'year' };
    const masked = applyObligation(year, dateOf(6, 3, 7), Buffer.alloc(32));
    expect(banksIn(JSON.stringify({ masked }))).toEqual([6]);
  });
});

describe('what is no canary', () => {
  it.each([
    'a hash, 8f3c6a37138fc0e66d937cc9c6cdfc6801752812a2123342708c38d9a7b08cfd',
    'a day of today, 2026-11-25, and a time of it, 1795591345123',
    'an amount of the real data, 370000, and a version, 0.7712345678',
    'a word of two letters, "HB", and a real currency, "CZK"',
  ])('is not taken for one: %s', (text) => {
    expect(banksIn(text)).toEqual([]);
  });
});
