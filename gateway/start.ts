/** Puts the gateway's parts together; the order here is the order they depend on one another. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ConfigError } from '../lib/config/index.ts';
import { toBankId } from '../lib/ids.ts';
import { loadPrivateKey, type SigningKey } from '../lib/keys.ts';
import type { Log } from '../lib/log.ts';
import type { GatewayConfig } from './config.ts';
import { auditSink, logSink } from './decision-log/sinks.ts';
import { type FetchContext, headersFor, subgraphSource } from './fetch/subgraph-source.ts';
import { createTransport, type Transport } from './fetch/transport.ts';
import { createApolloServer } from './http/apollo.ts';
import { type ReadyCheck, readyCheck } from './http/health.ts';
import { createHttpServer } from './http/server.ts';
import { developmentKeys, type KeySource } from './identity/keys.ts';
import type { Principal } from './identity/principal.ts';
import { createRemoteKeys } from './identity/remote-keys.ts';
import { createRevocations } from './identity/revocations.ts';
import { createVerifiedTokens } from './identity/verified-tokens.ts';
import { createVerifier, type Verifier } from './identity/verifier.ts';
import { createInFlight } from './limits/in-flight.ts';
import { createRateLimit } from './limits/rate.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { createVisibleSchemas } from './operation/visible-schema.ts';
import type { AnswerDeps } from './pipeline/index.ts';
import { createPlanner, type Planner } from './planner/planner.ts';
import { readSupergraph } from './planner/supergraph.ts';
import {
  loadPolicy,
  openPolicy,
  type Policy,
  requirementsOf,
  stripSecurityLinks,
} from './policy/index.ts';

export interface RunningGateway {
  readonly url: string;
  readonly policyRevision: string;
  /** Stops taking requests, finishes those in flight, closes what it opened. */
  readonly close: () => Promise<void>;
}

const SUPERGRAPH = 'schema/generated/supergraph.graphql';
const DOCUMENTS_KEPT = 2_000;

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
  const hopKey = config.hopKeyFile ? await loadPrivateKey(config.hopKeyFile) : undefined;
  const supergraph = await readSupergraph(config.supergraphFile ?? SUPERGRAPH);
  const planner = await plannerFor(config, supergraph, { transport, hopKey, metrics, log });
  const policy = await policyFor(config, supergraph, planner, metrics);
  if (config.policy === 'off') log.warn('POLICY=off: every field is answered to everyone');
  const keys = await keysFor(config, metrics, log);
  const deps = answerDeps(config, { transport, hopKey, planner, policy, metrics, log });
  const apollo = createApolloServer(deps, log.child({ part: 'apollo' }));
  await apollo.start();
  let isDraining = false;
  const app = createHttpServer({
    admit: {
      verify: verifierFor(config, keys, metrics, () => policy.roles),
      anonymous: config.policy === 'off' ? ANONYMOUS : undefined,
      inFlight,
      rate: createRateLimit(config.ratePerSecond),
      requestTimeoutMs: config.requestTimeoutMs,
    },
    apollo,
    bodyBytesMax: config.bodyBytesMax,
    checks: [
      bundleCheck(policy),
      ...(config.identity.jwksUrl ? [{ name: 'keys', check: keys.ready }] : []),
      ...[...config.subgraphUrls].map(([name, url]) => readyCheck(name, url)),
    ],
    isDraining: () => isDraining,
    log,
    metrics,
    publishedKeys: keys.published,
  });
  const url = await listen(app, config);
  return {
    url,
    policyRevision: policy.revision,
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

/** @throws {ConfigError} when the port is taken or not ours to take. */
async function listen(app: FastifyInstance, { host, port }: GatewayConfig): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    const hint = `${code} on ${host}; takes a port and host that are free, as PORT=${port + 1}`;
    throw new ConfigError(`PORT: got "${port}", ${hint}`, { cause });
  }
}

/** The policy answers for every role it knows; anything else denies, and is not ready. */
function bundleCheck(policy: Policy): ReadyCheck {
  return {
    name: 'bundle',
    check: async () => {
      for (const role of policy.roles) {
        const { reason } = policy.tableFor({ role }).decide('Query');
        if (reason === 'POLICY_FAILED') throw new Error(`no decisions for ${role}`);
      }
    },
  };
}

interface Parts {
  readonly transport: Transport;
  readonly hopKey: SigningKey | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

function plannerFor(
  config: GatewayConfig,
  supergraph: string,
  { transport, hopKey, metrics, log }: Parts,
): Promise<Planner<FetchContext>> {
  const deps = {
    transport,
    hopKey,
    onFault: (subgraph: string, caller: FetchContext['caller'], err: unknown) => {
      metrics.fetchFailures.inc({ subgraph });
      log.error({ err, subgraph, decision_id: caller.decisionId }, 'fetch failed');
    },
  };
  return createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(supergraph),
    log,
    dataSource: (name, url) => {
      const base = config.subgraphUrls.get(name);
      const target = base === undefined ? url : new URL('/graphql', base).href;
      if (!target) throw new ConfigError(`SUPERGRAPH_FILE: subgraph ${name} has no URL in it`);
      return subgraphSource(deps, name, target);
    },
  });
}

async function policyFor(
  config: GatewayConfig,
  supergraph: string,
  planner: Planner<FetchContext>,
  metrics: GatewayMetrics,
): Promise<Policy> {
  if (config.policy === 'off') return openPolicy();
  const bundle = await readFile(config.policyBundleFile).catch((cause: unknown) => {
    const file = config.policyBundleFile;
    throw new ConfigError(`POLICY_BUNDLE_FILE: "${file}" can't be read`, { cause });
  });
  return loadPolicy({
    bundle,
    schema: planner.apiSchema,
    requirements: requirementsOf(supergraph),
    onFailure: (kind) => metrics.policyFailures.inc({ kind }),
  });
}

function answerDeps(
  config: GatewayConfig,
  parts: Parts & { readonly planner: Planner<FetchContext>; readonly policy: Policy },
): AnswerDeps {
  const { transport, hopKey, planner, policy, metrics, log } = parts;
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
    policy: () => policy,
    visibleSchema: createVisibleSchemas(planner.apiSchema),
    verdicts: new LRUCache({ max: DOCUMENTS_KEPT }),
    authorized: new LRUCache({ max: DOCUMENTS_KEPT }),
    record: async (entry) => {
      metrics.operations.inc({ outcome: entry.outcome });
      await record(entry);
    },
    onFault: ({ decisionId }, err) => log.error({ err, decision_id: decisionId }, 'fault'),
  };
}
