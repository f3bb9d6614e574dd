/** The parts a subgraph brings, and what its resolvers are given for one request. */
import type { buildSubgraphSchema } from '@apollo/subgraph';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Cursors } from '../cursor.ts';
import type { Database } from '../db/index.ts';
import type { HopClaims } from '../hop/index.ts';
import type { BankId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { TenantAccess } from './tenant-access.ts';

/** Also the audience of the hop tokens it takes. */
export type SubgraphName = 'facts' | 'metrics' | 'graph' | 'audit';

/** One request, after its hop token was verified. */
export interface RequestContext extends TenantAccess {
  readonly principal: HopClaims;
  /** Aborts when the gateway no longer waits; what runs in the database is cancelled then. */
  readonly signal: AbortSignal;
  readonly cursors: Cursors;
  readonly log: Log;
  /** Adds to a counter the definition names. */
  readonly count: Count;
  /** To be told once a change is committed: what the subgraph does besides need not wait. */
  readonly changed: () => void;
}

/** What a subgraph does besides answering, from when it listens until it closes. */
export interface Background {
  /** Rows of this bank were changed, and committed. */
  readonly changed: (bankId: BankId) => void;
  /** Resolves when nothing of it runs any more. */
  readonly stop: () => Promise<void>;
}

/** A counter of a subgraph's own, served with the others at /metrics. */
export interface CounterDefinition {
  /** `payscope_part_unit_total`. */
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** One where it is not said how much. */
export type Count = (name: string, labels: Readonly<Record<string, string>>, by?: number) => void;

/** What resolvers see. Loaders live as long as the request, so no row outlives its tenant. */
export interface SubgraphContext<L> extends RequestContext {
  readonly loaders: L;
}

/** Routes besides /graphql. The hop token is verified before any of them runs. */
export type SubgraphRoutes = (
  app: FastifyInstance,
  contextOf: (request: FastifyRequest) => RequestContext,
) => void;

/** What work besides requests is given. */
export interface BackgroundParts {
  readonly database: Database;
  readonly log: Log;
  readonly count: Count;
}

type SchemaModules = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>;
type Resolvers = NonNullable<Extract<SchemaModules[number], { typeDefs: unknown }>['resolvers']>;

/**
 * @example
 * export const facts: SubgraphDefinition<Loaders> = {
 *   name: 'facts', schemaFile: new URL('../../schema/facts.graphql', import.meta.url),
 *   resolvers, createLoaders,
 * };
 */
export interface SubgraphDefinition<L> {
  readonly name: SubgraphName;
  readonly schemaFile: URL;
  readonly resolvers: Resolvers;
  readonly createLoaders: (context: RequestContext) => L;
  readonly routes?: SubgraphRoutes;
  readonly counters?: readonly CounterDefinition[];
  readonly startBackground?: (parts: BackgroundParts) => Promise<Background>;
}
