import { randomBytes, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankIdOf } from '../ids.ts';
import { createBlindIndex, normalise } from './blind-index.ts';
import { encodeParts } from './place.ts';

const bankKey = randomBytes(32);
const column = { bankId: bankIdOf('HB'), table: 'facts.payments', column: 'counterparty_account' };

describe('a blind index', () => {
  it('has equal tags for equal values, and for no others', () => {
    const tagOf = createBlindIndex(bankKey, column, 'exact');
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(tagOf(one).equals(tagOf(one))).toBe(true);
        expect(tagOf(one).equals(tagOf(other))).toBe(one === other);
      }),
    );
  });

  it.each([
    ['bank', bankKey, { ...column, bankId: bankIdOf('CD') }],
    ['table', bankKey, { ...column, table: 'facts.standing_orders' }],
    ['column', bankKey, { ...column, column: 'counterparty_bank' }],
    ['key', randomBytes(32), column],
  ])('has other tags for another %s', (_what, key, other) => {
    const tag = createBlindIndex(bankKey, column, 'account')('123');
    expect(createBlindIndex(key, other, 'account')('123').equals(tag)).toBe(false);
  });

  it('is HMAC-SHA-256 under a key by HKDF, as another implementation computes it', async () => {
    const info = encodeParts([
      'payscope blind index 1',
      column.bankId,
      column.table,
      column.column,
      'account',
    ]);
    const root = await webcrypto.subtle.importKey('raw', bankKey, 'HKDF', false, ['deriveKey']);
    const derived = await webcrypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
      root,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign'],
    );
    const tag = await webcrypto.subtle.sign(
      'HMAC',
      derived,
      Buffer.from('CZ6508000000192000145399'),
    );
    const ours = createBlindIndex(bankKey, column, 'account')('cz65 0800 0000 1920 0014 5399');
    expect(ours.toString('hex')).toBe(Buffer.from(tag).toString('hex'));
  });

  it('takes a key of 32 bytes, and a value of which something is left', () => {
    expect(() => createBlindIndex(randomBytes(16), column, 'exact')).toThrow(RangeError);
    expect(() => normalise(' - ', 'account')).toThrow(RangeError);
    expect(() => normalise('a\udc00', 'exact')).toThrow(TypeError);
  });

  it.each([
    ['exact', 'e\u0301', '\u00e9', true],
    ['exact', 'a', 'A', false],
    ['name', '  Jan   NOVÁK ', 'jan nova\u0301k', true],
    ['name', 'STRASSE', 'straße', true],
    ['name', 'ΟΔΟΣ', 'οδος', true],
    ['name', 'Novák', 'Novak', false],
    ['account', 'CZ65 0800-0000', 'cz6508000000', true],
    ['account', '１２３', '123', true],
    ['account', '0123', '123', false],
  ] as const)('takes as %s %j and %j for equal: %s', (how, one, other, alike) => {
    expect(normalise(one, how) === normalise(other, how)).toBe(alike);
  });

  it('normalises once and for all', () => {
    const how = fc.constantFrom('exact' as const, 'name' as const, 'account' as const);
    fc.assert(
      fc.property(how, fc.string({ unit: 'binary', minLength: 1 }), (form, text) => {
        let once: string;
        try {
          once = normalise(text, form);
        } catch {
          return;
        }
        expect(normalise(once, form)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });
});
