/** The audit subgraph: a hash-chained trail of operations per bank, and rights given for a time. */
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { COUNTERS } from './counters.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { createResolvers } from './resolvers/index.ts';
import { entriesRoute } from './routes/entries.ts';
import { grantsRoute } from './routes/grants.ts';

/** @example const definition = auditBy(() => new Date('2026-11-25T12:00:00Z')) // in a test */
export function auditBy(now: () => Date): SubgraphDefinition<Loaders> {
  const routes = [entriesRoute(now), grantsRoute(now)];
  return {
    name: 'audit',
    schemaFile: new URL('../../schema/audit.graphql', import.meta.url),
    resolvers: createResolvers(now),
    createLoaders,
    routes: (app, contextOf) => {
      for (const route of routes) route(app, contextOf);
    },
    counters: COUNTERS,
  };
}

export const audit = auditBy(() => new Date());
