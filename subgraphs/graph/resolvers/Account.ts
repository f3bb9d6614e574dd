import { readPageSize } from '../../../lib/subgraph/index.ts';
import type { AccountResolvers } from '../resolvers.generated.ts';
import { toEntity } from './entity.ts';

export const Account: AccountResolvers = {
  __resolveReference: toEntity,
  counterparties: ({ id }, args, { loaders }) => {
    const first = readPageSize(args.first, 'Account.counterparties(first:)');
    return loaders.counterparties.load({ accountId: id, first });
  },
};
