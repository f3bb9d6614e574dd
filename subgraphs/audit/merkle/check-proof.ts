/** Checks proofs against a root, knowing nothing but hashes (RFC 9162 §2.1.3.2 and §2.1.4.2). */
import { EMPTY_ROOT, hashNode, type TreeHash } from './hash.ts';

export interface InclusionClaim {
  /** From 0. */
  readonly index: number;
  readonly size: number;
  readonly leaf: TreeHash;
  readonly root: TreeHash;
  readonly proof: readonly TreeHash[];
}

/** Whether the leaf is at its index in the tree with that root. */
export function isIncluded({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = hashNode(sibling, hash);
      // A node at the ragged right edge has no sibling until it is a right child.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = hashNode(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash === root;
}

export interface ConsistencyClaim {
  readonly older: { readonly size: number; readonly root: TreeHash };
  readonly newer: { readonly size: number; readonly root: TreeHash };
  readonly proof: readonly TreeHash[];
}

/** Whether the older tree is the beginning of the newer. */
export function isConsistent({ older, newer, proof }: ConsistencyClaim): boolean {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  // Everything begins with nothing; there is nothing to prove.
  if (older.size === 0) return proof.length === 0 && older.root === EMPTY_ROOT;
  let node = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete older tree is its own first hash; the proof leaves it out.
  const [first, ...rest] = node === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let [was, is] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [was, is] = [hashNode(hash, was), hashNode(hash, is)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      is = hashNode(is, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && was === older.root && is === newer.root;
}

const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);
