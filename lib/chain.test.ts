import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, GENESIS_HASH, hashEntry, type Json } from './chain.ts';

const rfc8785 =
  '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';

const parse = (text: string): Json => JSON.parse(text);

describe('canonical JSON', () => {
  it.each<[string, Json, string]>([
    [
      'the example of RFC 8785 §3.2.2',
      parse(rfc8785),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      'names by UTF-16 code units, RFC 8785 §3.2.3',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    ['names that look like list positions', { '10': 1, '9': 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
    ['minus zero as zero', -0, '0'],
    ['the largest safe integer', 9_007_199_254_740_991, '9007199254740991'],
    ['a small number without an exponent', 0.000001, '0.000001'],
    ['lists in their own order, nested', [[2, 1], { b: [], a: {} }], '[[2,1],{"a":{},"b":[]}]'],
    ['an own name that is special elsewhere', parse('{"__proto__":1}'), '{"__proto__":1}'],
  ])('writes %s', (_what, value, text) => {
    expect(canonicalize(value)).toBe(text);
  });

  it.each<[string, Json]>([
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalize(value)).toThrow(TypeError);
  });

  it('is one text for one value, whatever the order of names', () => {
    const names = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());
    fc.assert(
      fc.property(names, (value) => {
        const json = parse(JSON.stringify(value));
        const reversed = Object.fromEntries(
          Object.entries(parse(JSON.stringify(value)) ?? {}).reverse(),
        );
        fc.pre(JSON.stringify(json).isWellFormed());
        expect(canonicalize(reversed)).toBe(canonicalize(json));
        expect(JSON.parse(canonicalize(json))).toEqual(json);
      }),
    );
  });
});

describe('the hash of an entry', () => {
  it('is SHA-256 over the entry with the hash before as a member', () => {
    const byHand = createHash('sha256')
      .update(`{"outcome":"ALLOWED","previousHash":"${'0'.repeat(64)}","sequence":1}`, 'utf8')
      .digest('hex');
    expect(hashEntry({ sequence: 1, outcome: 'ALLOWED' }, GENESIS_HASH)).toBe(byHand);
  });

  it('changes with the hash before', () => {
    const entry = { sequence: 2 };
    expect(hashEntry(entry, 'a')).not.toBe(hashEntry(entry, 'b'));
  });
});
