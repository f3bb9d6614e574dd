import { readPageSize, toPage } from '../../../../lib/subgraph/index.ts';
import {
  listName,
  ORDER_DEFAULT,
  orderingOf,
  orderKeyOf,
  readAfter,
  readFilter,
} from '../../domain/payment-order.ts';
import { listPayments } from '../../queries/list-payments.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

export const payments: QueryResolvers['payments'] = async (_root, args, context) => {
  const { cursors, readInTenant, principal } = context;
  const { bankId } = principal;
  const size = readPageSize(args.first, 'Query.payments(first:)');
  const filter = readFilter(args.filter);
  const orderBy = args.orderBy ?? ORDER_DEFAULT;
  const list = listName(filter, orderBy);
  const order = orderingOf(orderBy);
  const after = readAfter(args.after, (cursor) => cursors.decode(bankId, list, cursor));
  const selection = { filter, order, after, limit: size + 1 };
  const rows = await readInTenant((tx) => listPayments(tx, bankId, selection));
  return toPage({
    rows,
    size,
    after: args.after,
    cursorOf: (row) => {
      const { value, id } = orderKeyOf(row, order);
      return cursors.encode(bankId, list, [value, id]);
    },
  });
};
