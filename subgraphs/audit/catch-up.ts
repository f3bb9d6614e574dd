/** Puts entries into a bank's tree that were appended before there was one. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { toLeaf } from './domain/entry.ts';
import { grow } from './merkle/tiles.ts';
import { findHead } from './queries/find-head.ts';
import { findTree } from './queries/find-tree.ts';
import { keepTree } from './queries/keep-tree.ts';
import { listChain } from './queries/list-chain.ts';
import { lockChain } from './queries/lock-chain.ts';

/**
 * A piece of them: appenders wait no longer than that takes.
 * @returns how many are still missing
 */
export async function catchUp(
  tx: TenantTransaction,
  { bankId, pieceSize }: { readonly bankId: BankId; readonly pieceSize: number },
): Promise<number> {
  const [, head, tree] = await Promise.all([
    lockChain(tx, bankId),
    findHead(tx, bankId),
    findTree(tx, bankId),
  ]);
  const missing = (head?.sequence ?? 0) - tree.size;
  if (missing <= 0) return 0;
  const range = { from: tree.size + 1, to: tree.size + pieceSize };
  const entries = await listChain(tx, bankId, range);
  await keepTree(tx, bankId, grow(tree, entries.map(toLeaf)));
  return missing - entries.length;
}
