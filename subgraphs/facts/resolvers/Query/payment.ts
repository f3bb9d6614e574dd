import type { QueryResolvers } from '../../resolvers.generated.ts';

export const payment: QueryResolvers['payment'] = (_root, { id }, { loaders }) =>
  loaders.payment.load(id);
