/** Makes proofs out of the hashes of complete subtrees, wherever those are kept. */
import { fold } from './frontier.ts';
import type { TreeHash } from './hash.ts';
import {
  consistencyRanges,
  inclusionRanges,
  type NodePlace,
  placesOf,
  type Range,
} from './ranges.ts';

/** The hash of a complete subtree. */
export type NodeAt = (place: NodePlace) => TreeHash;

/** That the leaf at `index`, from 0, is in the tree of `size` leaves. */
export function proveInclusion(index: number, size: number, nodeAt: NodeAt): readonly TreeHash[] {
  checkWithin(index, size - 1);
  return inclusionRanges(index, size).map((range) => rangeHash(range, nodeAt));
}

/** That the tree of `older` leaves is the beginning of the one of `newer`. */
export function proveConsistency(
  older: number,
  newer: number,
  nodeAt: NodeAt,
): readonly TreeHash[] {
  checkWithin(older, newer);
  return consistencyRanges(older, newer).map((range) => rangeHash(range, nodeAt));
}

/** The root over the first `size` leaves. */
export function rootAt(size: number, nodeAt: NodeAt): TreeHash {
  return rangeHash({ from: 0, to: size }, nodeAt);
}

function rangeHash(range: Range, nodeAt: NodeAt): TreeHash {
  return fold(placesOf(range).map(nodeAt));
}

function checkWithin(index: number, max: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index > max) {
    throw new RangeError(`${index} is not in the tree`);
  }
}
