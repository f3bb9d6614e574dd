/** The metrics subgraph: statistics of payments, from rollups. */
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { resolvers } from './resolvers/index.ts';

export { refreshBankRollups } from './refresh.ts';

export const metrics: SubgraphDefinition<Loaders> = {
  name: 'metrics',
  schemaFile: new URL('../../schema/metrics.graphql', import.meta.url),
  resolvers,
  createLoaders,
};
