import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursors } from './cursor.ts';
import { bankIdOf } from './ids.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const KIND = 'payments:VALUE_DATE_DESC';
const cursors = createCursors('a secret of the test');
const refusal = expect.objectContaining({ code: 'BAD_USER_INPUT' });

describe('cursors', () => {
  it('give back the keys they were made of', () => {
    const keys = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(keys, (given) => {
        expect(cursors.decode(HB, KIND, cursors.encode(HB, KIND, given))).toEqual(given);
      }),
    );
  });

  it('are refused when any one character was changed', () => {
    const cursor = cursors.encode(HB, KIND, ['1998-12-31', 'an id']);
    for (const [position, character] of [...cursor].entries()) {
      const other = character === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, position) + other + cursor.slice(position + 1);
      expect(() => cursors.decode(HB, KIND, changed), changed).toThrow(refusal);
    }
  });

  const cursor = cursors.encode(HB, KIND, ['1998-12-31', 'an id']);
  const forged = Buffer.concat([Buffer.alloc(16), Buffer.from('["1998-12-31","an id"]')]);
  it.each([
    ['another bank', CD, KIND, cursor],
    ['another list', HB, 'payments:AMOUNT_DESC', cursor],
    ['no characters', HB, KIND, ''],
    ['less than a signature', HB, KIND, cursor.slice(0, 20)],
    ['its end cut off', HB, KIND, cursor.slice(0, -4)],
    ['padding', HB, KIND, `${cursor}=`],
    ['characters base64url does not have', HB, KIND, `${cursor}!`],
    ['white space', HB, KIND, `${cursor}\n`],
    ['a made-up signature', HB, KIND, forged.toString('base64url')],
    ['another secret', HB, KIND, createCursors('other').encode(HB, KIND, ['1998-12-31', 'an id'])],
    ['too many characters', HB, KIND, 'A'.repeat(1025)],
  ])('are refused with %s', (_, bankId, kind, text) => {
    expect(() => cursors.decode(bankId, kind, text)).toThrow(refusal);
  });

  it('do not show their keys as plain text', () => {
    expect(cursors.encode(HB, KIND, ['1998-12-31'])).not.toContain('1998');
  });
});
