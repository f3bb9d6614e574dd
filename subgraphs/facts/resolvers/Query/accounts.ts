import { readPageSize, toPage } from '../../../../lib/subgraph/index.ts';
import { listAccounts } from '../../queries/list-accounts.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

const LIST = 'Query.accounts';

export const accounts: QueryResolvers['accounts'] = async (_root, args, context) => {
  const { cursors, readInTenant, principal } = context;
  const { bankId } = principal;
  const size = readPageSize(args.first, 'Query.accounts(first:)');
  const [number] = typeof args.after === 'string' ? cursors.decode(bankId, LIST, args.after) : [];
  const afterNumber = number === undefined ? undefined : String(number);
  const rows = await readInTenant((tx) =>
    listAccounts(tx, bankId, { limit: size + 1, afterNumber }),
  );
  const cursorOf = (row: { number: string }) => cursors.encode(bankId, LIST, [row.number]);
  return toPage({ rows, size, after: args.after, cursorOf });
};
