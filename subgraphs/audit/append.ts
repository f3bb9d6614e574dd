/** Appends operations to the chain of a bank, and to its tree. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { type Appended, planAppend } from './domain/append-plan.ts';
import { toLeaf } from './domain/entry.ts';
import type { Operation } from './domain/operation.ts';
import { grow } from './merkle/tiles.ts';
import { findEntriesOfDecisions } from './queries/find-entries-of-decisions.ts';
import { findHead } from './queries/find-head.ts';
import { findTree } from './queries/find-tree.ts';
import { insertEntries } from './queries/insert-entries.ts';
import { keepTree } from './queries/keep-tree.ts';
import { lockChain } from './queries/lock-chain.ts';

export interface AppendBatch {
  readonly bankId: BankId;
  readonly operations: readonly Operation[];
  readonly now: Date;
}

/** @returns what became of each operation, in their order. */
export async function append(
  tx: TenantTransaction,
  { bankId, operations, now }: AppendBatch,
): Promise<readonly Appended[]> {
  const decisionIds = operations.map(({ decisionId }) => decisionId);
  // Sent together: the server runs them in order, each with the snapshot of its own start, so both
  // reads see what the appender before committed.
  const [, head, tree, known] = await Promise.all([
    lockChain(tx, bankId),
    findHead(tx, bankId),
    findTree(tx, bankId),
    findEntriesOfDecisions(tx, bankId, decisionIds),
  ]);
  const { added, answers } = planAppend({ bankId, head, known }, operations, now);
  const growing = added.length > 0 && tree.size === (head?.sequence ?? 0);
  await Promise.all([
    insertEntries(tx, added),
    // Behind after an upgrade, a tree is not caught up here: nobody's answer shall wait for it.
    growing ? keepTree(tx, bankId, grow(tree, added.map(toLeaf))) : undefined,
  ]);
  return answers;
}
