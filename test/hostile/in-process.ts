/** The gateway's HTTP server in this process, over a planner that must never be asked. */
import type { GraphQLSchema } from 'graphql';
import { createGatewayCaches } from '../../gateway/caches.ts';
import { NO_DOCUMENTS } from '../../gateway/documents/index.ts';
import type { FetchContext } from '../../gateway/fetch/subgraph-source.ts';
import { createApolloServer } from '../../gateway/http/apollo.ts';
import { createHttpServer } from '../../gateway/http/server.ts';
import { memoryCostBuckets } from '../../gateway/limits/cost-bucket.ts';
import { createInFlight } from '../../gateway/limits/in-flight.ts';
import { createRateLimit } from '../../gateway/limits/rate.ts';
import { createGatewayMetrics } from '../../gateway/metrics.ts';
import { costModelOf } from '../../gateway/operation/cost-model.ts';
import { createFetchedKey } from '../../gateway/operation/fetched-key.ts';
import { createVisibleSchemas } from '../../gateway/operation/visible-schema.ts';
import { createDecideNodes } from '../../gateway/pipeline/decide-nodes.ts';
import { createElevatableIn } from '../../gateway/pipeline/elevatable.ts';
import { type AnswerDeps, refuse } from '../../gateway/pipeline/index.ts';
import type { Planner } from '../../gateway/planner/planner.ts';
import { createMaskKeys, type Policy } from '../../gateway/policy/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import type { HostileRequest } from './hostile.ts';

export interface InProcess {
  readonly send: (request: HostileRequest, role: string) => Promise<Received>;
  /** How often the planner was asked, and records were written. */
  readonly counts: { planned: number; recorded: number };
  /** Forgets verdicts and plans, so that the next request is the first of its kind. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly code: string | undefined;
  readonly body: string;
}

export interface InProcessOptions {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly policy: Policy;
  readonly over?: Partial<AnswerDeps>;
}

const BODY_BYTES_MAX = 524_288;

export async function startInProcess(options: InProcessOptions): Promise<InProcess> {
  const log = createLog({ name: 'hostile', level: 'silent' });
  const inFlight = createInFlight(100);
  const metrics = createGatewayMetrics(inFlight.count);
  const caches = createGatewayCaches(metrics.registry);
  const counts = { planned: 0, recorded: 0 };
  const { schema, policy } = options;
  const deps: AnswerDeps = {
    apiSchema: schema,
    policy: () => policy,
    documents: () => NO_DOCUMENTS,
    planner: plannerThatCounts(schema, counts),
    fetchedKey: createFetchedKey(schema),
    decideNodes: createDecideNodes(schema),
    elevatableIn: createElevatableIn(schema),
    elevation: { grantsOf: async () => [], onUse: () => undefined },
    maskKeys: createMaskKeys('hostile'),
    now: () => new Date(),
    visibleSchema: createVisibleSchemas(schema),
    verdicts: caches.verdicts,
    authorized: caches.authorized,
    costs: costModelOf(options.supergraphSdl, schema),
    buckets: memoryCostBuckets(),
    record: async () => {
      counts.recorded += 1;
    },
    onFault: (_, fault) => {
      throw fault;
    },
    onDecided: () => undefined,
    ...options.over,
  };
  const apollo = createApolloServer(deps, log);
  await apollo.start();
  const app = createHttpServer({
    admit: {
      // The role is the token: identity has tests of its own.
      verify: async (token) => ({
        subject: 'hostile',
        role: token,
        bankId: bankIdOf('HB'),
        client: 'unknown',
      }),
      anonymous: undefined,
      inFlight,
      rate: createRateLimit(0),
      requestTimeoutMs: 10_000,
      deniedMode: 'partial',
    },
    apollo,
    bodyBytesMax: BODY_BYTES_MAX,
    checks: [],
    isDraining: () => false,
    log,
    metrics,
    publishedKeys: undefined,
    registered: deps,
    refuse: (admission, { source, operationName }, refusal) =>
      refuse(deps, admission, source, operationName, refusal),
  });
  await app.ready();
  return {
    counts,
    forget: () => {
      caches.verdicts.clear();
      caches.authorized.clear();
    },
    send: async ({ method = 'POST', url = '/graphql', headers, body }, role) => {
      const response = await app.inject({
        method,
        url,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${role}`,
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      const { statusCode: status, headers: received, body: text } = response;
      return { status, headers: received, code: codeIn(text), body: text };
    },
    close: async () => {
      await app.close();
      await apollo.stop();
    },
  };
}

/** Answers every operation with nothing. */
function plannerThatCounts(
  apiSchema: GraphQLSchema,
  counts: { planned: number },
): Planner<FetchContext> {
  return {
    apiSchema,
    execute: async () => {
      counts.planned += 1;
      return { data: {}, errors: [] };
    },
    stop: async () => {},
  };
}

function codeIn(body: string): string | undefined {
  const parsed: {
    readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  } = JSON.parse(body);
  return parsed.errors?.[0]?.extensions?.code;
}
