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

/** That the entry with this sequence is in the tree as it was with `size` entries, or as it is now. */
export async function proveEntry(
  tx: TenantTransaction,
  bankId: BankId,
  { sequence, size: asked }: { readonly sequence: number; readonly size?: number | undefined },
): Promise<Proof | undefined> {
  const tree = await findTree(tx, bankId);
  const size = asked ?? tree.size;
  if (sequence < 1 || sequence > size || size > tree.size) return undefined;
  const nodeAt = await nodesOf(tx, bankId, tree, [
    ...inclusionRanges(sequence - 1, size),
    { from: 0, to: size },
  ]);
  return { size, root: rootAt(size, nodeAt), hashes: proveInclusion(sequence - 1, size, nodeAt) };
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
