import type { PathNodeResolvers } from '../resolvers.generated.ts';

export const PathNode: PathNodeResolvers = {
  number: ({ nodeId }, _args, { loaders }) => loaders.nodeNumber.load(nodeId),
};
