import { randomBytes, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankIdOf } from '../ids.ts';
import { encodeParts, type Place } from './place.ts';
import { generationOf, openText, SealBroken, sealText } from './sealed-value.ts';

const key = randomBytes(32);
const dataKey = { generation: 1, key };
const place: Place = {
  bankId: bankIdOf('HB'),
  subjectId: 'holder-1',
  table: 'facts.account_holders',
  column: 'birth_date',
  rowId: 'row-1',
  rowVersion: 7,
};
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('a sealed value', () => {
  it('gives back any text that has a UTF-8', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(openText(dataKey, place, sealText(dataKey, place, text))).toBe(text);
      }),
    );
  });

  it('opens no more once any one bit of it was flipped, and says the same of each', () => {
    const sealed = sealText(dataKey, place, '1970-12-13');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => openText(dataKey, place, changed), `bit ${bit}`).toThrow(SealBroken);
    }
  });

  it('opens no more when cut, made longer, or never was one', () => {
    const sealed = sealText(dataKey, place, 'x'.repeat(80));
    for (let end = 0; end < sealed.length; end += 1) {
      expect(() => openText(dataKey, place, sealed.subarray(0, end))).toThrow(SealBroken);
      const put = Buffer.concat([sealed, randomBytes(end + 1)]);
      expect(() => openText(dataKey, place, put)).toThrow(SealBroken);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => openText(dataKey, place, bytes)).toThrow(SealBroken);
      }),
    );
  });

  it.each<Partial<Place>>([
    { bankId: bankIdOf('CD') },
    { subjectId: 'holder-2' },
    { table: 'facts.payments' },
    { column: 'gender' },
    { rowId: 'row-2' },
    { rowVersion: 6 },
    { rowVersion: 8 },
    { table: 'facts.account_holdersb', column: 'irth_date' },
  ])('opens in its own place only, not with %o', (other) => {
    const sealed = sealText(dataKey, place, 'Praha');
    expect(() => openText(dataKey, { ...place, ...other }, sealed)).toThrow(SealBroken);
  });

  it('opens with no other key, and not as of another generation', () => {
    const sealed = sealText(dataKey, place, 'Praha');
    expect(() => openText({ generation: 1, key: randomBytes(32) }, place, sealed)).toThrow(
      SealBroken,
    );
    expect(() => openText({ generation: 2, key }, place, sealed)).toThrow(SealBroken);
    const renamed = Buffer.from(sealed);
    renamed.writeUInt32BE(2, 1);
    expect(generationOf(renamed)).toBe(2);
    expect(() => openText({ generation: 2, key }, place, renamed)).toThrow(SealBroken);
  });

  it('never repeats a nonce under a key', () => {
    const nonces = new Set<string>();
    for (let made = 0; made < 50_000; made += 1) {
      nonces.add(sealText(dataKey, place, '').toString('hex', 5, 17));
    }
    expect(nonces.size).toBe(50_000);
  });

  it('is of one length for all that a column may hold', () => {
    const lengthOf = (text: string) => sealText(dataKey, place, text).length;
    const lengths = ['', 'MALE', 'FEMALE', '1970-12-13', 'x'.repeat(31)].map(lengthOf);
    expect(new Set(lengths)).toEqual(new Set([65]));
    expect(lengthOf('x'.repeat(32))).toBe(97);
  });

  it('is what another implementation makes of the format as it is written down', async () => {
    const parts = [place.bankId, place.subjectId, place.table, place.column, place.rowId, '7'];
    const bound = Buffer.concat([
      Buffer.from('0100000001', 'hex'),
      ...['payscope sealed value', ...parts].map((part) =>
        Buffer.concat([Buffer.from([0, 0, 0, Buffer.byteLength(part)]), Buffer.from(part)]),
      ),
    ]);
    const nonce = Buffer.from('000102030405060708090a0b', 'hex');
    const padded = Buffer.alloc(32);
    padded.write('Žižkov');
    padded.writeUInt8(0x80, Buffer.byteLength('Žižkov'));
    const imported = await webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
    const encrypted = await webcrypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: bound },
      imported,
      padded,
    );
    const expected = `0100000001${nonce.toString('hex')}${Buffer.from(encrypted).toString('hex')}`;
    expect(sealText(dataKey, place, 'Žižkov', nonce).toString('hex')).toBe(expected);
  });

  it('is not made of lone surrogates, nor for a row without version, nor of generation 0', () => {
    expect(() => sealText(dataKey, place, 'a\ud800')).toThrow(TypeError);
    for (const rowVersion of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => sealText(dataKey, { ...place, rowVersion }, 'x')).toThrow(RangeError);
    }
    for (const generation of [0, -1, 1.5, 2 ** 32]) {
      expect(() => sealText({ generation, key }, place, 'x')).toThrow(RangeError);
    }
  });
});

describe('parts as bytes', () => {
  it('are the same for the same parts only', () => {
    const parts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const alike = JSON.stringify(one) === JSON.stringify(other);
        expect(encodeParts(one).equals(encodeParts(other))).toBe(alike);
      }),
    );
    expect(encodeParts(['ab', 'c'])).not.toEqual(encodeParts(['a', 'bc']));
    expect(encodeParts(['a', ''])).not.toEqual(encodeParts(['a']));
  });
});
