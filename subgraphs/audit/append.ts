/** Appends operations to the chain of a bank. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { type Appended, planAppend } from './domain/append-plan.ts';
import type { Operation } from './domain/operation.ts';
import { findEntriesOfDecisions } from './queries/find-entries-of-decisions.ts';
import { findHead } from './queries/find-head.ts';
import { insertEntries } from './queries/insert-entries.ts';
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
  const [, head, known] = await Promise.all([
    lockChain(tx, bankId),
    findHead(tx, bankId),
    findEntriesOfDecisions(tx, bankId, decisionIds),
  ]);
  const { added, answers } = planAppend({ bankId, head, known }, operations, now);
  await insertEntries(tx, added);
  return answers;
}
