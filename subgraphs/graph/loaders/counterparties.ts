/** Counterparties of many accounts: one statement per distinct `first`, however many accounts. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toCounterparty } from '../domain/counterparty.ts';
import { findCounterparties } from '../queries/find-counterparties.ts';
import type { Counterparty } from '../resolvers.generated.ts';

export interface AccountPage {
  readonly accountId: string;
  readonly first: number;
}

export function counterpartiesLoader({
  inTenant,
  principal: { bankId },
}: RequestContext): DataLoader<AccountPage, readonly Counterparty[], string> {
  return new DataLoader(
    (asked) =>
      inTenant(async (tx) => {
        const found = new Map<string, Counterparty[]>(asked.map((one) => [keyOf(one), []]));
        for (const [first, pages] of Map.groupBy(asked, (one) => one.first)) {
          const ids = pages.map(({ accountId }) => accountId);
          for (const row of await findCounterparties(tx, bankId, ids, first)) {
            found.get(keyOf({ accountId: row.accountId, first }))?.push(toCounterparty(row));
          }
        }
        return asked.map((one) => found.get(keyOf(one)) ?? []);
      }),
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ accountId, first }: AccountPage): string {
  return `${accountId} ${first}`;
}
