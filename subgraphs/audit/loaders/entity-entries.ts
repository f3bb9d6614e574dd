/** Entries of many entities: one statement per distinct `first`, however many entities. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { AuditEntryModel } from '../models.ts';
import { findEntriesOfEntities } from '../queries/find-entries-of-entities.ts';

export interface EntityPage {
  readonly entityId: string;
  readonly first: number;
}

export function entityEntriesLoader({
  inTenant,
  principal: { bankId },
}: RequestContext): DataLoader<EntityPage, readonly AuditEntryModel[], string> {
  return new DataLoader(
    (asked) =>
      inTenant(async (tx) => {
        const found = new Map<string, AuditEntryModel[]>(asked.map((one) => [keyOf(one), []]));
        for (const [first, pages] of Map.groupBy(asked, (one) => one.first)) {
          const ids = pages.map(({ entityId }) => entityId);
          for (const { entityId, entry } of await findEntriesOfEntities(tx, bankId, ids, first)) {
            found.get(keyOf({ entityId, first }))?.push(entry);
          }
        }
        return asked.map((one) => found.get(keyOf(one)) ?? []);
      }),
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ entityId, first }: EntityPage): string {
  return `${entityId} ${first}`;
}
