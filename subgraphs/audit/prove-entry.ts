/** Proofs out of the tiles of a bank's tree: two reads each, whatever its size. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import type { TreeHash } from './merkle/hash.ts';
import { type NodeAt, proveConsistency, proveInclusion, rootAt } from './merkle/prove.ts';
import { consistencyRanges, inclusionRanges, placesOf, type Range } from './merkle/ranges.ts';
import { fullTilesOf, nodesIn, type Tree } from './merkle/tiles.ts';
import { findTree } from './queries/find-tree.ts';
import { listTiles } from './queries/list-tiles.ts';

export interface Proof {
  /** Leaves of the tree it is a proof in. */
  readonly size: number;
  readonly root: TreeHash;
  readonly hashes: readonly TreeHash[];
}

export interface EntriesAsked {
  readonly sequences: readonly number[];
  /** Entries of the tree to prove them in; as it is now by default. */
  readonly size?: number | undefined;
}

/** That entries are in the tree, by their sequence; none of those that are not. */
export async function proveEntries(
  tx: TenantTransaction,
  bankId: BankId,
  { sequences, size: asked }: EntriesAsked,
): Promise<ReadonlyMap<number, Proof>> {
  const tree = await findTree(tx, bankId);
  const size = asked ?? tree.size;
  const within = sequences.filter((sequence) => sequence >= 1 && sequence <= size);
  if (size > tree.size || within.length === 0) return new Map();
  const nodeAt = await nodesOf(tx, bankId, tree, [
    ...within.flatMap((sequence) => inclusionRanges(sequence - 1, size)),
    { from: 0, to: size },
  ]);
  const root = rootAt(size, nodeAt);
  const proofs = within.map((sequence) => {
    const hashes = proveInclusion(sequence - 1, size, nodeAt);
    return [sequence, { size, root, hashes }] as const;
  });
  return new Map(proofs);
}

/** That the tree of `older` entries is the beginning of the one of `newer`. */
export async function proveGrowth(
  tx: TenantTransaction,
  bankId: BankId,
  { older, newer: asked }: { readonly older: number; readonly newer?: number | undefined },
): Promise<Proof | undefined> {
  const tree = await findTree(tx, bankId);
  const size = asked ?? tree.size;
  if (older < 0 || older > size || size > tree.size) return undefined;
  const nodeAt = await nodesOf(tx, bankId, tree, [
    ...consistencyRanges(older, size),
    { from: 0, to: size },
  ]);
  return { size, root: rootAt(size, nodeAt), hashes: proveConsistency(older, size, nodeAt) };
}

async function nodesOf(
  tx: TenantTransaction,
  bankId: BankId,
  tree: Tree,
  ranges: readonly Range[],
): Promise<NodeAt> {
  const tiles = await listTiles(tx, bankId, fullTilesOf(tree, ranges.flatMap(placesOf)));
  return nodesIn(tree, tiles);
}
