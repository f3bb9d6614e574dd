import { expect, it } from 'vitest';
import { afterFailure } from './backoff.ts';

const firstDueAt = new Date('2026-11-25T00:00:00Z');
const soon = new Date('2026-11-25T00:10:00Z');

it.each([
  [1, 1],
  [2, 2],
  [5, 16],
  [13, 4_096],
  [14, 7_200],
  [19, 7_200],
])('after attempt %i the next comes within %i seconds, anywhere in them', (attempts, seconds) => {
  const at = (random: number) => {
    const next = afterFailure({ attempts, firstDueAt, now: soon, random: () => random });
    return next.kind === 'again' ? next.dueAt.getTime() - soon.getTime() : next.kind;
  };
  expect([at(0), at(0.5), at(1)]).toEqual([0, seconds * 500, seconds * 1_000]);
});

it.each([
  ['the twentieth attempt', 20, soon],
  ['a day', 3, new Date('2026-11-26T00:00:00Z')],
])('it is given up after %s', (_, attempts, now) => {
  const next = afterFailure({ attempts, firstDueAt, now, random: () => 0.5 });
  expect(next).toEqual({ kind: 'given-up' });
});
