import { readPageSize } from '../../../lib/subgraph/index.ts';
import type { PaymentResolvers } from '../resolvers.generated.ts';
import { toEntity } from './entity.ts';

const SIZE_DEFAULT = 20;

export const Payment: PaymentResolvers = {
  __resolveReference: toEntity,
  auditTrail: ({ id }, args, { loaders }) => {
    const first = readPageSize(args.first, 'Payment.auditTrail(first:)', SIZE_DEFAULT);
    return loaders.entityEntries.load({ entityId: id, first });
  },
};
