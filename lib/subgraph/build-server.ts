/** One subgraph's HTTP server: the hop check stands before every route but health and metrics. */
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { clientGone } from '../client-gone.ts';
import { Refusal } from '../errors/index.ts';
import type { HopClaims } from '../hop/index.ts';
import type { Log } from '../log.ts';
import { answerError } from './answer-error.ts';
import { checkHop, checkRoute, GRAPHQL_PATH } from './check-hop.ts';
import type { Background, RequestContext, SubgraphDefinition } from './definition.ts';
import { createDocuments } from './documents.ts';
import { createExecute } from './execute.ts';
import { HEALTH_PATHS, registerHealth } from './health.ts';
import type { SubgraphMetrics } from './metrics.ts';
import type { SubgraphResources } from './serve.ts';
import { tenantAccess } from './tenant-access.ts';
import type { SubgraphTls } from './tls.ts';

const BODY_BYTES_MAX = 2 * 1024 * 1024;

export interface ServerParts<L> {
  readonly definition: SubgraphDefinition<L>;
  readonly schema: GraphQLSchema;
  readonly resources: SubgraphResources;
  readonly metrics: SubgraphMetrics;
  readonly log: Log;
  /** Undefined for plain HTTP. */
  readonly tls?: SubgraphTls | undefined;
  readonly background?: Background | undefined;
}

export function buildServer<L>(parts: ServerParts<L>): FastifyInstance {
  const { definition, schema, resources, metrics, log, tls, background } = parts;
  const principals = new WeakMap<FastifyRequest, HopClaims>();
  const signals = new WeakMap<FastifyRequest, AbortSignal>();
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    forceCloseConnections: 'idle',
    ...(tls ? { serverFactory: tls.createServer } : {}),
  });
  app.removeContentTypeParser('text/plain');

  // onRequest runs before the body is read, and for unknown paths too.
  app.addHook('onRequest', async (request, reply) => {
    if (isOpen(request)) return;
    signals.set(request, clientGone(reply.raw));
    try {
      tls?.checkCaller(request);
    } catch (error) {
      metrics.hopRefused('caller');
      throw error;
    }
    try {
      const claims = await checkHop(request, resources.verifyHop, definition.name);
      checkRoute(request, claims);
      principals.set(request, claims);
    } catch (error) {
      const isBeyond = error instanceof Refusal && error.code === 'FORBIDDEN';
      metrics.hopRefused(isBeyond ? 'coordinates' : 'token');
      throw error;
    }
  });
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, log));
  app.setNotFoundHandler(() => {
    throw new Refusal('NOT_FOUND', 'Nothing is served at this path.');
  });

  const contextOf = (request: FastifyRequest): RequestContext => {
    const principal = principals.get(request);
    const signal = signals.get(request);
    if (!principal || !signal) throw new Error('a route ran without a verified hop token');
    return {
      principal,
      signal,
      ...tenantAccess(resources.database, principal, signal),
      cursors: resources.cursors,
      log: log.child({ decision_id: principal.decisionId }),
      count: metrics.count,
      changed: () => background?.changed(principal.bankId),
    };
  };

  const execute = createExecute({
    definition,
    schema,
    documents: createDocuments(schema),
    metrics,
  });
  app.post(GRAPHQL_PATH, async (request, reply) => {
    const { status, body } = await execute(request.body, contextOf(request));
    return reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  });
  registerHealth(app, resources.database, metrics);
  definition.routes?.(app, contextOf);
  return app;
}

/** By the route that matched, never by the text of the URL. */
function isOpen(request: FastifyRequest): boolean {
  const matched = request.routeOptions.url;
  return request.method === 'GET' && matched !== undefined && HEALTH_PATHS.has(matched);
}
