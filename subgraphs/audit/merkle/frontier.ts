/** A tree that only grows: its complete subtrees along the right edge, a hash per level. */
import { EMPTY_ROOT, hashNode, type TreeHash } from './hash.ts';

export interface Frontier {
  /** Leaves so far. */
  readonly size: () => number;
  readonly push: (leaf: TreeHash) => void;
  /** Of the leaves so far. */
  readonly root: () => TreeHash;
}

/**
 * Memory stays at one hash a level however many leaves are pushed.
 * @example const tree = createFrontier(); for (const leaf of leaves) tree.push(leaf); tree.root();
 * @param combine two children's hash; a faster one, where millions are hashed
 */
export function createFrontier(combine: typeof hashNode = hashNode): Frontier {
  const edge: TreeHash[] = [];
  let size = 0;
  return {
    size: () => size,
    push: (leaf) => {
      let node = leaf;
      // Every level whose subtree this leaf completes; the edge is kept highest first.
      for (let count = size; count % 2 === 1; count = (count - 1) / 2) {
        node = combine(edge.pop() ?? node, node);
      }
      edge.push(node);
      size += 1;
    },
    root: () => fold(edge, combine),
  };
}

/** Hashes of complete subtrees, left to right and each smaller than the one before, to their root. */
export function fold(edge: readonly TreeHash[], combine: typeof hashNode = hashNode): TreeHash {
  let root: TreeHash | undefined;
  for (const node of edge.toReversed()) root = root === undefined ? node : combine(node, root);
  return root ?? EMPTY_ROOT;
}
