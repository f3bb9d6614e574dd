/** The supergraph and its planner behind one small interface; ApolloGateway does the planning. */
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource } from '@apollo/gateway';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Log } from '../../lib/log.ts';
import type { Cache } from '../cache.ts';
import { PLANNING_BUDGET } from './planning-budget.ts';

export interface PlannerRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly text: string;
  /** Everything the plan depends on; plans are kept under it. */
  readonly planKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface PlannerResult {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
}

/** `Context` is what each fetch of one request is handed: the caller and the deadline. */
export interface Planner<Context> {
  /** The supergraph without federation's own types: what clients may ask. */
  readonly apiSchema: GraphQLSchema;
  readonly execute: (request: PlannerRequest, context: Context) => Promise<PlannerResult>;
  readonly stop: () => Promise<void>;
}

export interface PlannerOptions<Context extends Record<string, unknown>> {
  /** Supergraph SDL, security links stripped (ApolloGateway refuses them otherwise). */
  readonly supergraphSdl: string;
  readonly dataSource: (name: string, url: string | undefined) => GraphQLDataSource<Context>;
  readonly plans: Cache<QueryPlan>;
  readonly log: Log;
}

type PlanStore = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
export type QueryPlan = NonNullable<Awaited<ReturnType<PlanStore['get']>>>;

/** @throws when the supergraph can't be used. */
export async function createPlanner<Context extends Record<string, unknown>>(
  options: PlannerOptions<Context>,
): Promise<Planner<Context>> {
  const logger = loggerOf(options.log);
  const gateway = new ApolloGateway({
    supergraphSdl: options.supergraphSdl,
    buildService: ({ name, url }) => options.dataSource(name, url),
    queryPlannerConfig: {
      cache: planStore(options.plans),
      debug: PLANNING_BUDGET,
    },
    // Off, or a client could ask for the query plan with a header.
    __exposeQueryPlanExperimental: false,
    logger,
  });
  let apiSchema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
  });
  const { executor } = await gateway.load({ apollo: {} });
  if (!apiSchema) throw new Error('the supergraph gave no API schema');
  const schema = apiSchema;
  return {
    apiSchema: schema,
    stop: () => gateway.stop(),
    execute: async (request, context) => {
      const result = await executor({
        request: {
          query: request.text,
          variables: { ...request.variables },
          ...(request.operation.name ? { operationName: request.operation.name.value } : {}),
        },
        document: request.document,
        operation: request.operation,
        operationName: request.operation.name?.value ?? null,
        source: request.text,
        queryHash: request.planKey,
        context,
        schema,
        logger,
        cache: NO_CACHE,
        metrics: {},
        overallCachePolicy: undefined,
        schemaHash: UNUSED_SCHEMA_HASH,
      });
      return { data: result.data ?? null, errors: (result.errors ?? []).map(asGraphQLError) };
    },
  };
}

function planStore(plans: Cache<QueryPlan>): PlanStore {
  return {
    get: async (key) => plans.get(key),
    set: async (key, plan) => plans.set(key, plan),
    delete: async () => false,
    clear: () => plans.clear(),
  };
}

/** Part of the interface, not read by ApolloGateway. */
const NO_CACHE = {
  get: async () => undefined,
  set: async () => {},
  delete: async () => false,
};
const UNUSED_SCHEMA_HASH = Object.assign('unused', { __fauxpaque: 'SchemaHash' as const });

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function loggerOf(log: Log) {
  return {
    debug: (message?: unknown) => log.debug(message),
    info: (message?: unknown) => log.debug(message),
    warn: (message?: unknown) => log.warn(message),
    error: (message?: unknown) => log.error(message),
  };
}
