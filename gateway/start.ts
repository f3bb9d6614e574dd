/** Puts the gateway's parts together; the order here is the order they depend on one another. */
import type { ApolloServer } from '@apollo/server';
import { toBankId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createGatewayCaches } from './caches.ts';
import type { GatewayConfig } from './config.ts';
import { holdDocuments } from './documents/index.ts';
import { createExplain, type PolicyDesk } from './explain/index.ts';
import { createPermitted } from './fetch/permitted.ts';
import { createSignHop } from './fetch/sign-hop.ts';
import { type ApolloContext, createApolloServer } from './http/apollo.ts';
import { bundleCheck, readyCheck } from './http/health.ts';
import { listen } from './http/listen.ts';
import { preflightRoute } from './http/preflight-route.ts';
import { schemaRoute } from './http/schema-route.ts';
import { type AdmittedRoutes, createHttpServer } from './http/server.ts';
import { type Principal, UNKNOWN_CLIENT } from './identity/principal.ts';
import { createInFlight } from './limits/in-flight.ts';
import { createRateLimit } from './limits/rate.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { costModelOf } from './operation/cost-model.ts';
import { semanticNonNullsOf } from './operation/semantic-nullability.ts';
import { type AnswerDeps, refuse } from './pipeline/index.ts';
import { createOperationCoordinates } from './pipeline/operation-coordinates.ts';
import { createPreviewPlan } from './planner/preview-plan.ts';
import { readSupergraph } from './planner/supergraph.ts';
import { createPolicies, type GatewayPolicies } from './policies.ts';
import { checkAccessRules, stripSecurityLinks } from './policy/index.ts';
import { type DecisionWatch, watchDecisions } from './watch/index.ts';
import { answerDeps } from './wiring/answer.ts';
import { keysFor, verifierFor } from './wiring/identity.ts';
import { hopKeyOf, maskKeysOf } from './wiring/keys.ts';
import { plannerFor } from './wiring/planner.ts';
import { transportFor } from './wiring/transport.ts';

export interface RunningGateway extends GatewayPolicies, DecisionWatch {
  readonly url: string;
  readonly metrics: GatewayMetrics;
  /** Reads what clients have registered again. */
  readonly reloadDocuments: () => Promise<void>;
  /** Stops taking requests, finishes those in flight, closes what it opened. */
  readonly close: () => Promise<void>;
}

const SUPERGRAPH = 'schema/generated/supergraph.graphql';

const ANONYMOUS: Principal = {
  subject: 'anonymous',
  role: 'ANONYMOUS',
  bankId: toBankId('00000000-0000-0000-0000-000000000000'),
  client: UNKNOWN_CLIENT,
};

/** @throws {ConfigError} when what the configuration names can't be used. */
export async function startGateway(config: GatewayConfig, log: Log): Promise<RunningGateway> {
  const inFlight = createInFlight(config.inFlightMax);
  const metrics = createGatewayMetrics(inFlight.count);
  const transport = await transportFor(config, log);
  const supergraph = await readSupergraph(config.supergraphFile ?? SUPERGRAPH);
  if (config.policy === 'on') checkAccessRules(supergraph);
  const caches = createGatewayCaches(metrics.registry);
  const hopKey = await hopKeyOf(config, log);
  const signHop = hopKey && createSignHop(hopKey.current);
  const permitted = createPermitted(supergraph);
  const parts = { transport, signHop, permitted, metrics, log, caches };
  const explain = createExplain(() => policies.current());
  const desk: PolicyDesk = {
    status: () => deskNow().status(),
    publish: (publication) => deskNow().publish(publication),
  };
  const deskNow = () => held.deskWith({ record: deps.record, shadow: watch.shadowReport });
  const planner = await plannerFor(config, supergraph, parts, { explain, desk });
  const { apiSchema } = planner;
  const documents = await holdDocuments(config.operationsDir, { apiSchema, log });
  const held = await createPolicies(config, {
    supergraph,
    apiSchema,
    metrics,
    log,
    tables: caches.tables,
  });
  const { policies } = held;
  const keys = await keysFor(config, metrics, log);
  const coordinates = createOperationCoordinates(apiSchema);
  const watch = await watchDecisions(config, {
    coordinates,
    supergraph,
    apiSchema,
    inForce: policies.current,
    metrics,
    log,
  });
  const deps = answerDeps(config, {
    ...parts,
    planner,
    policies,
    documents,
    watch,
    coordinates,
    maskKeys: await maskKeysOf(config),
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
      bundleCheck(policies, held.bundleInForce),
      ...(config.identity.jwksUrl ? [{ name: 'keys', check: keys.ready }] : []),
      ...[...config.subgraphUrls].map(([name, url]) => readyCheck(name, url, transport)),
    ],
    isDraining: () => isDraining,
    log,
    metrics,
    refuse: (admission, { source, operationName }, refusal) =>
      refuse(deps, admission, source, operationName, refusal),
    routes: routesOf(deps, supergraph, apollo),
    publishedKeys: keys.published,
    registered: deps,
  });
  const url = await listen(app, config);
  return {
    url,
    metrics,
    ...held,
    ...watch,
    reloadDocuments: documents.reload,
    close: async () => {
      isDraining = true;
      held.stopFollowing();
      await app.close();
      await watch.stopWatching();
      await apollo.stop();
      await planner.stop();
      hopKey?.stop();
      await transport.close();
    },
  };
}

function routesOf(
  deps: AnswerDeps,
  supergraph: string,
  apollo: ApolloServer<ApolloContext>,
): readonly AdmittedRoutes[] {
  const previewPlan = createPreviewPlan(() => stripSecurityLinks(supergraph));
  return [
    schemaRoute({ ...deps, semanticNonNulls: semanticNonNullsOf(supergraph) }),
    preflightRoute({ ...deps, previewPlan }, apollo),
  ];
}
