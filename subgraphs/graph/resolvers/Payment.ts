import type { PaymentResolvers } from '../resolvers.generated.ts';
import { toEntity } from './entity.ts';

export const Payment: PaymentResolvers = {
  __resolveReference: toEntity,
  counterparty: ({ id }, _args, { loaders }) => loaders.paymentCounterparty.load(id),
};
