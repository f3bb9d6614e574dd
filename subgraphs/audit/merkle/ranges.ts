/**
 * Which leaves a proof's hashes stand for, in a tree of a given size (RFC 6962 §2.1.1, §2.1.2); pure
 * arithmetic, with no hash in it. Sizes go beyond 32 bits, so no bitwise operators.
 */

/** Leaves from `from` up to but not including `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The root of the complete subtree over leaves `position * 2^level` and the `2^level - 1` after it. */
export interface NodePlace {
  readonly level: number;
  readonly position: number;
}

/** The siblings on the way from a leaf to the root, lowest first: PATH(m, D[n]). */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** What leads from the root at an older size to the one at a newer: PROOF(m, D[n]). */
export function consistencyRanges(older: number, newer: number): readonly Range[] {
  if (older === 0 || older === newer) return [];
  const ranges: Range[] = [];
  let from = 0;
  let to = newer;
  // Whether the older tree's root is the subtree at hand: whoever has it needs not be told.
  let isKnown = true;
  while (to !== older) {
    const middle = from + splitOf(to - from);
    if (older <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      isKnown = false;
    }
  }
  if (!isKnown) ranges.push({ from, to });
  return ranges.reverse();
}

/** The complete subtrees a range of a proof is made of, left to right. */
export function placesOf({ from, to }: Range): readonly NodePlace[] {
  const places: NodePlace[] = [];
  let at = from;
  while (at < to) {
    const level = levelOf(to - at);
    const width = 2 ** level;
    places.push({ level, position: at / width });
    at += width;
  }
  return places;
}

/** The largest power of two below `count`, where RFC 6962 splits. */
function splitOf(count: number): number {
  return 2 ** levelOf(count - 1);
}

/** Of the largest complete subtree that fits in. */
function levelOf(count: number): number {
  let level = 0;
  while (2 ** (level + 1) <= count) level += 1;
  return level;
}
