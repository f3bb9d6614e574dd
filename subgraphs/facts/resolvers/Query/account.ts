import type { QueryResolvers } from '../../resolvers.generated.ts';

export const account: QueryResolvers['account'] = (_root, { id }, { loaders }) =>
  loaders.account.load(id);
