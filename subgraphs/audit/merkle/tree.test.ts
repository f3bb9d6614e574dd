/** Trees and proofs against RFC 6962's own recursive definitions, written down here once more. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConsistent, isIncluded } from './check-proof.ts';
import { createFrontier } from './frontier.ts';
import { EMPTY_ROOT, hashLeaf } from './hash.ts';
import { proveConsistency, proveInclusion, rootAt } from './prove.ts';
import { consistencyRanges, inclusionRanges, placesOf, type Range } from './ranges.ts';
import { fullTilesOf, type Grown, grow, NO_TREE, nodesIn, type Tile } from './tiles.ts';

const sha = (...parts: readonly (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(typeof part === 'string' ? Buffer.from(part, 'hex') : part);
  return hash.digest('hex');
};

const split = (count: number) => 2 ** Math.floor(Math.log2(count - 1));

/** MTH, PATH and PROOF as §2.1 to §2.1.2 define them. */
function mth(data: readonly Buffer[]): string {
  if (data.length === 0) return sha();
  if (data.length === 1) return sha('00', data[0] ?? '');
  const k = split(data.length);
  return sha('01', mth(data.slice(0, k)), mth(data.slice(k)));
}
function path(m: number, data: readonly Buffer[]): readonly string[] {
  if (data.length === 1) return [];
  const k = split(data.length);
  return m < k
    ? [...path(m, data.slice(0, k)), mth(data.slice(k))]
    : [...path(m - k, data.slice(k)), mth(data.slice(0, k))];
}
function subproof(m: number, data: readonly Buffer[], isWhole: boolean): readonly string[] {
  if (m === data.length) return isWhole ? [] : [mth(data)];
  const k = split(data.length);
  return m <= k
    ? [...subproof(m, data.slice(0, k), isWhole), mth(data.slice(k))]
    : [...subproof(m - k, data.slice(k), false), mth(data.slice(0, k))];
}

const dataOf = (size: number) =>
  Array.from({ length: size }, (_, index) => Buffer.from(`d${index}`));

/** A tree kept in tiles, grown a batch at a time. */
function keep(data: readonly Buffer[], batch = 7) {
  const tiles: Tile[] = [];
  let grown: Grown = { tree: NO_TREE, full: [] };
  for (let at = 0; at < data.length; at += batch) {
    grown = grow(grown.tree, data.slice(at, at + batch).map(hashLeaf));
    tiles.push(...grown.full);
  }
  return { tree: grown.tree, tiles, nodeAt: nodesIn(grown.tree, tiles) };
}

/** Across several tile levels: 16, 256 and what lies around them. */
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 100, 255, 256, 257, 300] as const;

describe('a tree', () => {
  it('without leaves has the root RFC 6962 gives', () => {
    expect(EMPTY_ROOT).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(createFrontier().root()).toBe(EMPTY_ROOT);
  });

  it.each(SIZES)('of %i leaves has the root of the definition, streamed and kept', (size) => {
    const data = dataOf(size);
    const streamed = createFrontier();
    for (const one of data) streamed.push(hashLeaf(one));
    expect(streamed.root()).toBe(mth(data));
    expect(streamed.size()).toBe(size);
    const kept = keep(data);
    expect(rootAt(size, kept.nodeAt)).toBe(mth(data));
  });

  it('still tells the root of every size it once had', () => {
    const data = dataOf(300);
    const { nodeAt } = keep(data);
    for (const size of SIZES) expect(rootAt(size, nodeAt)).toBe(mth(data.slice(0, size)));
  });

  it('keeps the same whatever the batches were', () => {
    const data = dataOf(300);
    expect(keep(data, 1)).toMatchObject(
      JSON.parse(JSON.stringify({ tree: keep(data, 300).tree, tiles: keep(data, 300).tiles })),
    );
  });
});

describe('proofs', () => {
  it.each(SIZES)('in a tree of %i leaves are those of the definition, and hold', (size) => {
    const data = dataOf(size);
    const { nodeAt } = keep(data);
    const root = mth(data);
    for (let index = 0; index < size; index += 1) {
      const proof = proveInclusion(index, size, nodeAt);
      expect(proof).toEqual(path(index, data));
      expect(
        isIncluded({ index, size, leaf: hashLeaf(data[index] ?? Buffer.of()), root, proof }),
      ).toBe(true);
    }
    for (let older = 0; older <= size; older += 1) {
      const proof = proveConsistency(older, size, nodeAt);
      expect(proof).toEqual(older === 0 ? [] : subproof(older, data, true));
      const was = { size: older, root: mth(data.slice(0, older)) };
      expect(isConsistent({ older: was, newer: { size, root }, proof })).toBe(true);
    }
  });

  it('read one tile a level, in a tree of a billion leaves too', () => {
    const size = 1_000_000_007;
    const tree = { size, edge: [] };
    const tiles = (ranges: readonly Range[]) => fullTilesOf(tree, ranges.flatMap(placesOf));
    expect(tiles(inclusionRanges(123_456_789, size)).length).toBeLessThanOrEqual(8);
    expect(tiles(consistencyRanges(123_456_789, size)).length).toBeLessThanOrEqual(8);
  });

  it('hold for sizes beyond 32 bits', () => {
    expect(inclusionRanges(2 ** 40, 2 ** 40 + 1)).toEqual([{ from: 0, to: 2 ** 40 }]);
    expect(placesOf({ from: 0, to: 2 ** 40 })).toEqual([{ level: 40, position: 0 }]);
  });

  it.each([-1, 5, 1.5, Number.NaN])('of a leaf %d of 5 are not made', (index) => {
    expect(() => proveInclusion(index, 5, keep(dataOf(5)).nodeAt)).toThrow(RangeError);
  });

  const claims = fc.integer({ min: 1, max: 80 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.nat({ max: size - 1 }),
      other: fc.nat({ max: 90 }),
    }),
  );

  it('of inclusion do not hold for another leaf, place, size, root or path', () => {
    fc.assert(
      fc.property(claims, fc.nat(), ({ size, index, other }, pick) => {
        const data = dataOf(size);
        const proof = proveInclusion(index, size, keep(data).nodeAt);
        const claim = {
          index,
          size,
          leaf: hashLeaf(data[index] ?? Buffer.of()),
          root: mth(data),
          proof,
        };
        expect(isIncluded(claim)).toBe(true);
        expect(isIncluded({ ...claim, leaf: hashLeaf(Buffer.from('other')) })).toBe(false);
        expect(isIncluded({ ...claim, root: EMPTY_ROOT })).toBe(false);
        expect(isIncluded({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false);
        if (other !== index) expect(isIncluded({ ...claim, index: other })).toBe(false);
        if (proof.length === 0) return;
        expect(isIncluded({ ...claim, proof: proof.slice(1) })).toBe(false);
        expect(isIncluded({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
        expect(isIncluded({ ...claim, proof: proof.with(pick % proof.length, EMPTY_ROOT) })).toBe(
          false,
        );
      }),
    );
  });

  it('of consistency do not hold for another root, size or path', () => {
    fc.assert(
      fc.property(claims, fc.nat(), ({ size, index }, pick) => {
        const data = dataOf(size);
        const older = { size: index + 1, root: mth(data.slice(0, index + 1)) };
        const newer = { size, root: mth(data) };
        const proof = proveConsistency(older.size, size, keep(data).nodeAt);
        const bad = { size: 0, root: hashLeaf(Buffer.from('other')) };
        expect(isConsistent({ older: { ...older, root: bad.root }, newer, proof })).toBe(false);
        expect(isConsistent({ older, newer: { ...newer, root: bad.root }, proof })).toBe(false);
        expect(isConsistent({ older, newer, proof: [...proof, EMPTY_ROOT] })).toBe(false);
        if (older.size < size)
          expect(isConsistent({ older: newer, newer: older, proof })).toBe(false);
        if (proof.length === 0) return;
        expect(isConsistent({ older, newer, proof: proof.slice(0, -1) })).toBe(false);
        expect(isConsistent({ older, newer, proof: proof.slice(1) })).toBe(false);
        expect(
          isConsistent({ older, newer, proof: proof.with(pick % proof.length, EMPTY_ROOT) }),
        ).toBe(false);
      }),
    );
  });

  it('from nothing prove nothing but that nothing was there', () => {
    const newer = { size: 3, root: mth(dataOf(3)) };
    expect(isConsistent({ older: { size: 0, root: newer.root }, newer, proof: [] })).toBe(false);
  });
});
