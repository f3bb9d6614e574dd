/** The two hashes of a Merkle tree (RFC 6962 §2.1), in lower-case hex. */
import { hash } from 'node:crypto';

/** SHA-256 in lower-case hex. */
export type TreeHash = string;

/** Of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: TreeHash = hash('sha256', '');

const LEAF_PREFIX = Buffer.from([0x00]);
const NODE_PREFIX = '01';

/** The prefixes differ, so that no node can be passed off as a leaf. */
export function hashLeaf(data: Uint8Array): TreeHash {
  return hash('sha256', Buffer.concat([LEAF_PREFIX, data]));
}

/** @example hashNode(hashLeaf(left), hashLeaf(right)) */
export function hashNode(left: TreeHash, right: TreeHash): TreeHash {
  return hash('sha256', Buffer.from(`${NODE_PREFIX}${left}${right}`, 'hex'));
}
