/** Counterparties of many accounts: one statement per distinct `first`, however many accounts. */
import DataLoader from 'dataloader';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toCounterparty } from '../domain/counterparty.ts';
import type { CounterpartyModel } from '../models.ts';
import { findCounterparties } from '../queries/find-counterparties.ts';

export interface AccountPage {
  readonly accountId: string;
  readonly first: number;
}

export function counterpartiesLoader({
  readInTenant,
  principal: { bankId },
}: RequestContext): DataLoader<AccountPage, readonly CounterpartyModel[], string> {
  return new DataLoader(
    async (asked) => {
      const found = new Map<string, CounterpartyModel[]>(asked.map((one) => [keyOf(one), []]));
      const groups = [...Map.groupBy(asked, (one) => one.first)];
      const find = (tx: TenantTransaction) =>
        groups.map(async ([first, pages]) => {
          const ids = pages.map(({ accountId }) => accountId);
          for (const row of await findCounterparties(tx, bankId, ids, first)) {
            found.get(keyOf({ accountId: row.accountId, first }))?.push(toCounterparty(row));
          }
        });
      await readInTenant((tx) => Promise.all(find(tx)), { statements: groups.length });
      return asked.map((one) => found.get(keyOf(one)) ?? []);
    },
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ accountId, first }: AccountPage): string {
  return `${accountId} ${first}`;
}
