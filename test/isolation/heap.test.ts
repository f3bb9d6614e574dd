/** A snapshot is read in pieces, and a canary may lie across two. */
import { expect, it } from 'vitest';
import { findCanaries, personOf } from './canaries.ts';
import { endOfWhole } from './heap.ts';

it('who asked is nobody’s row, wherever a piece of the snapshot ends', () => {
  const name = personOf(7, 'ADMIN-6');
  for (let cut = 1; cut <= name.length; cut += 1) {
    const piece = `"before","${name.slice(0, cut)}`;
    findCanaries(piece.slice(0, endOfWhole(piece)), (found) => expect(found.isIdentity).toBe(true));
  }
  const whole = `"${name}"`;
  expect(endOfWhole(whole)).toBe(whole.length);
  const found: string[] = [];
  findCanaries(whole.slice(0, endOfWhole(whole)), ({ text }) => found.push(text));
  expect(found).toEqual([name]);
});
