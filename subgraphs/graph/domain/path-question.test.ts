import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../lib/errors/index.ts';
import { type PathQuestion, toPathQuestion } from './path-question.ts';

const asked: PathQuestion = {
  from: { bank: 'HB', number: '1' },
  to: { bank: 'AB', number: '2' },
  maxHops: 3,
  first: 10,
};

describe('a question for ways', () => {
  it.each<[string, Partial<PathQuestion>]>([
    ['one hop', { maxHops: 1 }],
    ['four hops', { maxHops: 4 }],
    ['one way', { first: 1 }],
    ['fifty ways', { first: 50 }],
    ['two accounts of one number at two banks', { to: { bank: 'AB', number: '1' } }],
    ['an IBAN', { to: { bank: 'AB', number: 'MT84MALT011000012345MTLCAST001S000' } }],
  ])('may be about %s', (_what, change) => {
    expect(toPathQuestion({ ...asked, ...change })).toEqual({ ...asked, ...change });
  });

  it.each<[string, Partial<PathQuestion>, string]>([
    ['no hops', { maxHops: 0 }, 'OUT_OF_RANGE'],
    ['five hops', { maxHops: 5 }, 'OUT_OF_RANGE'],
    ['no ways', { first: 0 }, 'OUT_OF_RANGE'],
    ['51 ways', { first: 51 }, 'OUT_OF_RANGE'],
    ['negative ways', { first: -1 }, 'OUT_OF_RANGE'],
    ['an account and itself', { to: asked.from }, 'SAME_ACCOUNT'],
    ['a bank code in small letters', { to: { bank: 'ab', number: '2' } }, 'INVALID_ACCOUNT'],
    ['an empty account number', { from: { bank: 'HB', number: '' } }, 'INVALID_ACCOUNT'],
    [
      'a number longer than any',
      { from: { bank: 'HB', number: '1'.repeat(35) } },
      'INVALID_ACCOUNT',
    ],
    ['a number with NUL', { from: { bank: 'HB', number: '1\0' } }, 'INVALID_ACCOUNT'],
  ])('is refused for %s', (_what, change, reason) => {
    const asking = () => toPathQuestion({ ...asked, ...change });
    expect(asking).toThrow(Refusal);
    expect(asking).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { reason } }),
    );
  });
});
