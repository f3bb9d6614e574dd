/** The gateway's own pipeline, planner and policy in this process, over made-up subgraphs. */
import { createGatewayCaches } from '../../gateway/caches.ts';
import type { FetchContext } from '../../gateway/fetch/subgraph-source.ts';
import { createInFlight } from '../../gateway/limits/in-flight.ts';
import { createGatewayMetrics } from '../../gateway/metrics.ts';
import { createPlanner } from '../../gateway/planner/planner.ts';
import { loadPolicy, requirementsOf, stripSecurityLinks } from '../../gateway/policy/index.ts';
import { createLog } from '../../lib/log.ts';
import { startInProcess } from '../hostile/in-process.ts';
import { bundleWith, entriesOf } from '../support/bundles.ts';
import type { Graph } from './graph.ts';
import { createMadeUpSubgraphs } from './made-up-subgraphs.ts';
import { deniedOf, type Outcome } from './reference.ts';

export interface Sent {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly method?: 'GET' | 'POST';
}

/** Neither an answer nor a failed validation; nothing is expected to end like this. */
export interface Failed {
  readonly kind: 'failed';
  readonly text: string;
}

export interface Answered {
  readonly outcome: Outcome | Failed;
  /** Concrete coordinates the subgraphs were asked for. */
  readonly fetched: ReadonlySet<string>;
  /** The answer's text. */
  readonly body: string;
}

export interface Asking {
  readonly revision: string;
  readonly ask: (role: string, sent: Sent) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

/** Room for everything: how large an operation may be is not the question here. */
const LIMITS = {
  tokens: 100_000,
  depth: 1_000,
  aliases: 100_000,
  root_fields: 100_000,
  directives: 100_000,
  fields: 100_000,
  introspection_depth: 10,
  cost: 1e12,
  cost_budget: 1e15,
  cost_restore_rate: 1e12,
};

/** @param bundle role data and rules; its limits are lifted. */
export async function startAsking(graph: Graph, bundle: Uint8Array): Promise<Asking> {
  const log = createLog({ name: 'conformance', level: 'silent' });
  const subgraphs = createMadeUpSubgraphs(graph);
  const caches = createGatewayCaches(createGatewayMetrics(createInFlight(1).count).registry);
  const planner = await createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(graph.supergraphSdl),
    dataSource: subgraphs.source,
    plans: caches.plans,
    log,
  });
  const policy = await loadPolicy({
    bundle: await withoutLimits(bundle),
    schema: planner.apiSchema,
    requirements: requirementsOf(graph.supergraphSdl),
    onFailure: (kind) => {
      throw new Error(`the policy failed: ${kind}`);
    },
  });
  const gateway = await startInProcess({
    schema: planner.apiSchema,
    supergraphSdl: graph.supergraphSdl,
    policy,
    over: { planner },
  });
  return {
    revision: policy.revision,
    ask: async (role, sent) => {
      subgraphs.takeFetched();
      const { body } = await gateway.send(requestOf(sent), role);
      return { outcome: outcomeOf(body), fetched: subgraphs.takeFetched(), body };
    },
    close: async () => {
      await gateway.close();
      await planner.stop();
    },
  };
}

function requestOf({ method = 'POST', ...operation }: Sent) {
  if (method === 'POST') return { body: JSON.stringify(operation) };
  const { query, operationName, variables } = operation;
  const search = new URLSearchParams({
    query,
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables ? { variables: JSON.stringify(variables) } : {}),
  });
  return { method, url: `/graphql?${search}`, headers: { 'apollo-require-preflight': 'true' } };
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly coordinate?: string };
  }[];
}

function outcomeOf(text: string): Outcome | Failed {
  const body: Body = JSON.parse(text);
  const errors = body.errors ?? [];
  const codes = new Set(errors.map(({ extensions }) => extensions?.code));
  if (body.data === undefined) {
    const isInvalid = codes.size === 1 && codes.has('GRAPHQL_VALIDATION_FAILED');
    return isInvalid ? { kind: 'invalid' } : { kind: 'failed', text };
  }
  const known = [...codes].every((code) => code === 'UNAUTHORIZED_FIELD_OR_TYPE');
  if (!known) return { kind: 'failed', text };
  return { kind: 'answered', data: body.data, denied: deniedOf(errors) };
}

async function withoutLimits(bundle: Uint8Array): Promise<Uint8Array> {
  const text = (await entriesOf(bundle)).get('data.json')?.toString('utf8') ?? '{}';
  const data: Readonly<Record<string, unknown>> = JSON.parse(text);
  const limits = { default: LIMITS, roles: {} };
  return bundleWith({ 'data.json': JSON.stringify({ ...data, limits }) });
}
