/** What a batch of operations adds to a chain, and what each operation is answered. */
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEntryModel } from '../models.ts';
import { type Head, nextEntry, records } from './entry.ts';
import type { Operation } from './operation.ts';

/** `replayed`: recorded before, the same. `conflicting`: the decision id stands for another operation. */
export type Appended =
  | { readonly kind: 'appended' | 'replayed'; readonly entry: AuditEntryModel }
  | { readonly kind: 'conflicting' };

export interface Chain {
  readonly bankId: BankId;
  readonly head: Head | undefined;
  /** Entries that already carry a decision id of the batch. */
  readonly known: readonly AuditEntryModel[];
}

export interface AppendPlan {
  readonly added: readonly AuditEntryModel[];
  /** In the order of the operations. */
  readonly answers: readonly Appended[];
}

/** Pure, so that order, replays and conflicts within one batch are a table of cases. */
export function planAppend(chain: Chain, operations: readonly Operation[], now: Date): AppendPlan {
  const byDecision = new Map(chain.known.map((entry) => [entry.decisionId, entry]));
  const added: AuditEntryModel[] = [];
  const answers = operations.map((operation): Appended => {
    const known = byDecision.get(operation.decisionId);
    if (known) {
      return records(known, operation)
        ? { kind: 'replayed', entry: known }
        : { kind: 'conflicting' };
    }
    const head = added.at(-1) ?? chain.head;
    const entry = nextEntry(chain.bankId, operation, head, now);
    byDecision.set(entry.decisionId, entry);
    added.push(entry);
    return { kind: 'appended', entry };
  });
  return { added, answers };
}
