import { readPageSize } from '../../../lib/subgraph/index.ts';
import type { AccountResolvers } from '../resolvers.generated.ts';
import { toEntity } from './entity.ts';

const SIZE_DEFAULT = 20;

export const Account: AccountResolvers = {
  __resolveReference: toEntity,
  auditTrail: ({ id }, args, { loaders }) => {
    const first = readPageSize(args.first, 'Account.auditTrail(first:)', SIZE_DEFAULT);
    return loaders.entityEntries.load({ entityId: id, first });
  },
};
