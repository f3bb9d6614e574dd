/**
 * How a tree is kept: hashes of every fourth level, sixteen in a tile. A full tile never changes
 * again; the others, one a level at most, are the right edge. So appending writes what is new, and
 * a proof reads one tile a level.
 */
import { hashNode, type TreeHash } from './hash.ts';
import type { NodeAt } from './prove.ts';
import type { NodePlace } from './ranges.ts';

const TILE_LEVELS = 4;
const TILE_WIDTH = 2 ** TILE_LEVELS;

export interface TilePlace {
  /** 0 holds leaves, 1 the roots of full tiles of level 0, and so on. */
  readonly level: number;
  /** From 0, left to right. */
  readonly position: number;
}

export interface Tile extends TilePlace {
  readonly hashes: readonly TreeHash[];
}

export interface Tree {
  readonly size: number;
  /** By level the hashes of the tile that is not full yet. */
  readonly edge: readonly (readonly TreeHash[])[];
}

export const NO_TREE: Tree = { size: 0, edge: [] };

export interface Grown {
  readonly tree: Tree;
  /** Tiles that became full. */
  readonly full: readonly Tile[];
}

/** The tree with more leaves, and what there is to keep of it for good. */
export function grow({ size, edge }: Tree, leaves: readonly TreeHash[]): Grown {
  const grown = edge.map((hashes) => [...hashes]);
  const full: Tile[] = [];
  let count = size;
  for (const leaf of leaves) {
    count += 1;
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const hashes = grown[level] ?? [];
      grown[level] = hashes;
      hashes.push(hash);
      if (hashes.length < TILE_WIDTH) break;
      full.push({ level, position: count / TILE_WIDTH ** (level + 1) - 1, hashes: [...hashes] });
      hash = rootOf(hashes);
      hashes.length = 0;
    }
  }
  return { tree: { size: count, edge: grown }, full };
}

/** The tile a node is in, or is made from. */
export function tileOf({ level, position }: NodePlace): TilePlace {
  const within = level % TILE_LEVELS;
  return {
    level: (level - within) / TILE_LEVELS,
    position: Math.floor((position * 2 ** within) / TILE_WIDTH),
  };
}

/** The full tiles of these nodes: what has to be read before `nodesIn` can tell them. */
export function fullTilesOf({ size }: Tree, places: readonly NodePlace[]): readonly TilePlace[] {
  const needed = new Map<string, TilePlace>();
  for (const place of places) {
    const tile = tileOf(place);
    if (!isEdge(size, tile)) needed.set(keyOf(tile), tile);
  }
  return [...needed.values()];
}

/**
 * Nodes by their place.
 * @throws {RangeError} for a node of a tile that is neither given nor the edge.
 */
export function nodesIn({ size, edge }: Tree, tiles: readonly Tile[]): NodeAt {
  const byKey = new Map(tiles.map((tile) => [keyOf(tile), tile.hashes]));
  return (place) => {
    const tile = tileOf(place);
    const hashes = isEdge(size, tile) ? edge[tile.level] : byKey.get(keyOf(tile));
    const width = 2 ** (place.level % TILE_LEVELS);
    const start = (place.position * width) % TILE_WIDTH;
    const under = hashes?.slice(start, start + width) ?? [];
    if (under.length < width) throw new RangeError(`no node ${place.level}/${place.position}`);
    return rootOf(under);
  };
}

function isEdge(size: number, { level, position }: TilePlace): boolean {
  return position >= Math.floor(size / TILE_WIDTH ** (level + 1));
}

/** Of as many hashes as a power of two. */
function rootOf(hashes: readonly TreeHash[]): TreeHash {
  const [first = '', ...others] = hashes;
  if (others.length === 0) return first;
  const middle = hashes.length / 2;
  return hashNode(rootOf(hashes.slice(0, middle)), rootOf(hashes.slice(middle)));
}

const keyOf = ({ level, position }: TilePlace) => `${level}/${position}`;
