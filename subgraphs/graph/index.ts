/** The graph subgraph: who exchanged money with whom. */
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { resolvers } from './resolvers/index.ts';

export const graph: SubgraphDefinition<Loaders> = {
  name: 'graph',
  schemaFile: new URL('../../schema/graph.graphql', import.meta.url),
  resolvers,
  createLoaders,
};
