/** Entries of many entities: one statement per distinct `first`, however many entities. */
import DataLoader from 'dataloader';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { AuditEntryModel } from '../models.ts';
import { findEntriesOfEntities } from '../queries/find-entries-of-entities.ts';

export interface EntityPage {
  readonly entityId: string;
  readonly first: number;
}

export function entityEntriesLoader({
  readInTenant,
  principal: { bankId },
}: RequestContext): DataLoader<EntityPage, readonly AuditEntryModel[], string> {
  return new DataLoader(
    async (asked) => {
      const found = new Map<string, AuditEntryModel[]>(asked.map((one) => [keyOf(one), []]));
      const groups = [...Map.groupBy(asked, (one) => one.first)];
      const find = (tx: TenantTransaction) =>
        groups.map(async ([first, pages]) => {
          const ids = pages.map(({ entityId }) => entityId);
          for (const { entityId, entry } of await findEntriesOfEntities(tx, bankId, ids, first)) {
            found.get(keyOf({ entityId, first }))?.push(entry);
          }
        });
      await readInTenant((tx) => Promise.all(find(tx)), { statements: groups.length });
      return asked.map((one) => found.get(keyOf(one)) ?? []);
    },
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ entityId, first }: EntityPage): string {
  return `${entityId} ${first}`;
}
