import { expect, it } from 'vitest';
import { lineChanges } from './line-changes.ts';

it.each([
  ['nothing', 'a\nb\n', 'a\nb\n', []],
  ['a line in between', 'a\nc\n', 'a\nb\nc\n', ['+2 b']],
  ['a line less', 'a\nb\nc\n', 'a\nc\n', ['-2 b']],
  ['a line that changed', 'a\nb\nc\n', 'a\nx\nc\n', ['-2 b', '+2 x']],
  ['a new file', '', 'a\nb\n', ['+1 a', '+2 b']],
  ['lines far apart', 'a\nb\nc\nd\n', 'z\na\nb\nc\nd\ne\n', ['+1 z', '+6 e']],
])('tells of %s', (_what, before, after, expected) => {
  const told = lineChanges(before, after).map(({ sign, line, text }) => `${sign}${line} ${text}`);
  expect(told).toEqual(expected);
});
