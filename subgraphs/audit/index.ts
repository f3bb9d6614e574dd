/** The audit subgraph: an append-only, hash-chained trail of operations per bank. */
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { resolvers } from './resolvers/index.ts';
import { entriesRoute } from './routes/entries.ts';

export const audit: SubgraphDefinition<Loaders> = {
  name: 'audit',
  schemaFile: new URL('../../schema/audit.graphql', import.meta.url),
  resolvers,
  createLoaders,
  routes: entriesRoute(() => new Date()),
};
