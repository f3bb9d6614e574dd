/** Entries by the decision id they carry, in one statement. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { AuditEntryModel } from '../models.ts';
import { findEntriesOfDecisions } from '../queries/find-entries-of-decisions.ts';

/** Null where the bank's trail has no such decision: another bank's is no different from none. */
export function decisionsLoader({
  readInTenant,
  principal: { bankId },
}: RequestContext): DataLoader<string, AuditEntryModel | null> {
  return new DataLoader((ids) =>
    readInTenant(async (tx) => {
      const entries = await findEntriesOfDecisions(tx, bankId, ids);
      const found = new Map(entries.map((entry) => [entry.decisionId, entry]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  );
}
