import type { CounterpartyResolvers } from '../resolvers.generated.ts';

export const Counterparty: CounterpartyResolvers = {
  account: ({ nodeId }, _args, { loaders }) => loaders.nodeNumber.load(nodeId),
};
