/** Pages of payments by account, all pages of one request in one statement. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { PaymentModel } from '../models.ts';
import { type AccountPage, listPaymentsOfAccounts } from '../queries/list-payments-of-accounts.ts';

export function loadPaymentsOfAccount({
  readInTenant,
  principal,
}: RequestContext): DataLoader<AccountPage, readonly PaymentModel[], string> {
  return new DataLoader(
    async (pages) => {
      const rows = await readInTenant((tx) => listPaymentsOfAccounts(tx, principal.bankId, pages));
      const byPosition = Map.groupBy(rows, ({ position }) => position);
      return pages.map(({ limit }, position) =>
        (byPosition.get(position) ?? []).slice(0, limit).map(({ payment }) => payment),
      );
    },
    { cacheKeyFn: (page) => JSON.stringify([page.accountId, page.limit, page.after]) },
  );
}
