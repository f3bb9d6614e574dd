import { expect, it } from 'vitest';
import { accountColumnOf, toAccountId } from './scope.ts';

const id = '9789ece5-010a-5202-95a4-4e4c6756199c';

it.each<[string, string, string | undefined]>([
  ['an id as it is', id, id],
  ['an id in capitals as the database spells it', id.toUpperCase(), id],
  ['no id for text', 'robert', undefined],
  [
    'no id for what stands for the whole bank',
    accountColumnOf({ kind: 'bank' })[0] ?? '',
    undefined,
  ],
])('gives %s', (_what, text, expected) => {
  expect(toAccountId(text)).toBe(expected);
});
