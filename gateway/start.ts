/** Puts the gateway's parts together; the order here is the order they depend on one another. */
import { join } from 'node:path';
import { ConfigError } from '../lib/config/index.ts';
import { toBankId } from '../lib/ids.ts';
import { loadPrivateKey, type SigningKey } from '../lib/keys.ts';
import type { Log } from '../lib/log.ts';
import { createGatewayCaches, type GatewayCaches } from './caches.ts';
import type { GatewayConfig } from './config.ts';
import { auditSink, logSink } from './decision-log/sinks.ts';
import { createExplain, type Explain, POLICY_SUBGRAPH, policySubgraph } from './explain/index.ts';
import { type FetchContext, headersFor, subgraphSource } from './fetch/subgraph-source.ts';
import { createTransport, type Transport } from './fetch/transport.ts';
import { createApolloServer } from './http/apollo.ts';
import { bundleCheck, readyCheck } from './http/health.ts';
import { listen } from './http/listen.ts';
import { preflightRoute } from './http/preflight-route.ts';
import { schemaRoute } from './http/schema-route.ts';
import { createHttpServer } from './http/server.ts';
import { developmentKeys, type KeySource } from './identity/keys.ts';
import type { Principal } from './identity/principal.ts';
import { createRemoteKeys } from './identity/remote-keys.ts';
import { createRevocations } from './identity/revocations.ts';
import { createVerifiedTokens } from './identity/verified-tokens.ts';
import { createVerifier, type Verifier } from './identity/verifier.ts';
import { memoryCostBuckets } from './limits/cost-bucket.ts';
import { createInFlight } from './limits/in-flight.ts';
import { createRateLimit } from './limits/rate.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { type CostModel, costModelOf } from './operation/cost-model.ts';
import { createFetchedKey } from './operation/fetched-key.ts';
import { semanticNonNullsOf } from './operation/semantic-nullability.ts';
import { createVisibleSchemas } from './operation/visible-schema.ts';
import { createDecideNodes } from './pipeline/decide-nodes.ts';
import { type AnswerDeps, refuse } from './pipeline/index.ts';
import { createPlanner, type Planner } from './planner/planner.ts';
import { createPreviewPlan } from './planner/preview-plan.ts';
import { readSupergraph } from './planner/supergraph.ts';
import { createPolicies, type GatewayPolicies } from './policies.ts';
import { checkAccessRules, type PolicyHolder, stripSecurityLinks } from './policy/index.ts';

export interface RunningGateway extends GatewayPolicies {
  readonly url: string;
  readonly metrics: GatewayMetrics;
  /** Stops taking requests, finishes those in flight, closes what it opened. */
  readonly close: () => Promise<void>;
}

const SUPERGRAPH = 'schema/generated/supergraph.graphql';

const ANONYMOUS: Principal = {
  subject: 'anonymous',
  role: 'ANONYMOUS',
  bankId: toBankId('00000000-0000-0000-0000-000000000000'),
};

/** @throws {ConfigError} when what the configuration names can't be used. */
export async function startGateway(config: GatewayConfig, log: Log): Promise<RunningGateway> {
  const inFlight = createInFlight(config.inFlightMax);
  const metrics = createGatewayMetrics(inFlight.count);
  const transport = createTransport();
  const hopKey = await hopKeyOf(config);
  const supergraph = await readSupergraph(config.supergraphFile ?? SUPERGRAPH);
  if (config.policy === 'on') checkAccessRules(supergraph);
  const caches = createGatewayCaches(metrics.registry);
  const parts = { transport, hopKey, metrics, log, caches };
  const explain = createExplain(() => policies.current());
  const planner = await plannerFor(config, supergraph, parts, explain);
  const { apiSchema } = planner;
  const held = await createPolicies(config, { supergraph, apiSchema, metrics, log });
  const { policies } = held;
  const keys = await keysFor(config, metrics, log);
  const deps = answerDeps(config, {
    ...parts,
    planner,
    policies,
    costs: costModelOf(supergraph, planner.apiSchema),
  });
  const apollo = createApolloServer(deps, log.child({ part: 'apollo' }));
  await apollo.start();
  let isDraining = false;
  const app = createHttpServer({
    admit: {
      verify: verifierFor(config, keys, metrics, () => policies.current().roles),
      anonymous: config.policy === 'off' ? ANONYMOUS : undefined,
      inFlight,
      rate: createRateLimit(config.ratePerSecond),
      requestTimeoutMs: config.requestTimeoutMs,
      deniedMode: config.deniedMode,
    },
    apollo,
    bodyBytesMax: config.bodyBytesMax,
    checks: [
      bundleCheck(policies),
      ...(config.identity.jwksUrl ? [{ name: 'keys', check: keys.ready }] : []),
      ...[...config.subgraphUrls].map(([name, url]) => readyCheck(name, url)),
    ],
    isDraining: () => isDraining,
    log,
    metrics,
    refuse: (admission, { source, operationName }, refusal) =>
      refuse(deps, admission, source, operationName, refusal),
    routes: [
      schemaRoute({ ...deps, semanticNonNulls: semanticNonNullsOf(supergraph) }),
      preflightRoute(
        { ...deps, previewPlan: createPreviewPlan(() => stripSecurityLinks(supergraph)) },
        apollo,
      ),
    ],
    publishedKeys: keys.published,
  });
  const url = await listen(app, config);
  return {
    url,
    metrics,
    ...held,
    close: async () => {
      isDraining = true;
      await app.close();
      await apollo.stop();
      await planner.stop();
      await transport.close();
    },
  };
}

/** A remote issuer's keys are fetched at once, so that the first request needn't wait for them. */
async function keysFor(
  config: GatewayConfig,
  metrics: GatewayMetrics,
  log: Log,
): Promise<KeySource> {
  const { jwksUrl } = config.identity;
  if (!jwksUrl) return developmentKeys(join(config.dataDir, 'keys'));
  const keys = createRemoteKeys(jwksUrl, {
    onFetch: (outcome) => metrics.keyFetches.inc({ outcome }),
  });
  keys
    .ready()
    .catch((err: unknown) => log.error({ err }, 'JWKS_URL gives no keys; all are refused'));
  return keys;
}

function verifierFor(
  config: GatewayConfig,
  keys: KeySource,
  metrics: GatewayMetrics,
  roles: () => ReadonlySet<string>,
): Verifier {
  const verified = createVerifiedTokens();
  const { issuer, audience } = config.identity;
  return createVerifier({
    keys,
    issuer,
    audience,
    roles,
    revocations: createRevocations(),
    verified,
    onLookup: (result) => {
      metrics.tokenLookups.inc({ result });
      metrics.tokensKept.set(verified.size());
    },
  });
}

interface Parts {
  readonly transport: Transport;
  readonly hopKey: SigningKey | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
  readonly caches: GatewayCaches;
}

function plannerFor(
  config: GatewayConfig,
  supergraph: string,
  { transport, hopKey, metrics, log, caches }: Parts,
  explain: Explain,
): Promise<Planner<FetchContext>> {
  const onFault = (subgraph: string, caller: FetchContext['caller'], err: unknown): void => {
    metrics.fetchFailures.inc({ subgraph });
    log.error({ err, subgraph, decision_id: caller.decisionId }, 'fetch failed');
  };
  const deps = { transport, hopKey, onFault };
  return createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(supergraph),
    plans: caches.plans,
    log,
    dataSource: (name, url) => {
      if (name === POLICY_SUBGRAPH && !config.supergraphFile) {
        return policySubgraph(explain, (cause, caller) => onFault(name, caller, cause));
      }
      const base = config.subgraphUrls.get(name);
      const target = base === undefined ? url : new URL('/graphql', base).href;
      if (!target) throw new ConfigError(`SUPERGRAPH_FILE: subgraph ${name} has no URL in it`);
      return subgraphSource(deps, name, target);
    },
  });
}

/** @throws {ConfigError} when the file is no private key. */
async function hopKeyOf({ hopKeyFile }: GatewayConfig): Promise<SigningKey | undefined> {
  if (!hopKeyFile) return undefined;
  return loadPrivateKey(hopKeyFile).catch((cause: unknown) => {
    throw new ConfigError(`HOP_KEY_FILE: "${hopKeyFile}" is no private key`, { cause });
  });
}

function answerDeps(
  config: GatewayConfig,
  parts: Parts & {
    readonly planner: Planner<FetchContext>;
    readonly policies: PolicyHolder;
    readonly costs: CostModel;
  },
): AnswerDeps {
  const { transport, hopKey, planner, policies, metrics, log, caches, costs } = parts;
  const { auditUrl } = config;
  const record = auditUrl
    ? auditSink(async (caller, body) =>
        transport.post({
          url: new URL('/entries', auditUrl).href,
          headers: await headersFor(hopKey, 'audit', caller),
          body: JSON.stringify(body),
          timeoutMs: config.requestTimeoutMs,
        }),
      )
    : logSink(log);
  return {
    apiSchema: planner.apiSchema,
    planner,
    policy: policies.current,
    fetchedKey: createFetchedKey(planner.apiSchema),
    decideNodes: createDecideNodes(planner.apiSchema, () => new Date()),
    visibleSchema: createVisibleSchemas(planner.apiSchema),
    verdicts: caches.verdicts,
    authorized: caches.authorized,
    costs,
    buckets: memoryCostBuckets(),
    record: async (entry) => {
      metrics.operations.inc({ outcome: entry.outcome });
      await record(entry).catch((cause: unknown) => {
        metrics.auditFailures.inc();
        throw cause;
      });
    },
    onFault: ({ decisionId }, err) => log.error({ err, decision_id: decisionId }, 'fault'),
  };
}
