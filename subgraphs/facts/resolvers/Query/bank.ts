import type { QueryResolvers } from '../../resolvers.generated.ts';

export const bank: QueryResolvers['bank'] = (_root, _args, { loaders, principal }) =>
  loaders.bank.load(principal.bankId);
