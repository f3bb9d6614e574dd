/** The graph subgraph: who exchanged money with whom. */
import {
  openPersonalKeys,
  type PersonalKeys,
  type PersonalKeysConfig,
} from '../../lib/envelope/index.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { resolvers } from './resolvers/index.ts';

/** Without keys no account is found by its number, nor called by it. */
export function graphBy(personalKeys?: PersonalKeys): SubgraphDefinition<Loaders> {
  return {
    name: 'graph',
    schemaFile: new URL('../../schema/graph.graphql', import.meta.url),
    resolvers,
    createLoaders: (context) => createLoaders(context, personalKeys),
  };
}

/**
 * As it is configured.
 * @throws {ConfigError} without keys for personal data, or with some that name nothing.
 */
export async function openGraph(config: PersonalKeysConfig): Promise<SubgraphDefinition<Loaders>> {
  return graphBy(await openPersonalKeys(config));
}

/** Without keys. */
export const graph = graphBy();
