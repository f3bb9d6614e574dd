import { readPageSize, toPage } from '../../../lib/subgraph/index.ts';
import { readAfter } from '../domain/payment-order.ts';
import type { AccountResolvers } from '../resolvers.generated.ts';

export const Account: AccountResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.account.load(id),
  bank: (_account, _args, { loaders, principal }) => loaders.bank.load(principal.bankId),
  holders: ({ id }, _args, { loaders }) => loaders.holders.load(id),
  standingOrders: ({ id }, _args, { loaders }) => loaders.standingOrders.load(id),
  loans: ({ id }, _args, { loaders }) => loaders.loans.load(id),
  payments: async ({ id }, args, { cursors, loaders, principal }) => {
    const size = readPageSize(args.first, 'Account.payments(first:)');
    const list = `Account.payments ${id}`;
    const key = readAfter(args.after, (cursor) => cursors.decode(principal.bankId, list, cursor));
    const after = key && { valueDate: String(key.value), id: key.id };
    const rows = await loaders.payments.load({ accountId: id, limit: size + 1, after });
    return toPage({
      rows,
      size,
      after: args.after,
      cursorOf: (row) => cursors.encode(principal.bankId, list, [row.valueDate, row.id]),
    });
  },
};
