import type { BankResolvers } from '../resolvers.generated.ts';

export const Bank: BankResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.bank.load(id),
  accountCount: ({ id }, _args, { loaders }) => loaders.accountCount.load(id),
};
