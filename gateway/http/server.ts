/** The gateway's HTTP server: the only place that knows requests and replies. */
import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { clientGone } from '../../lib/client-gone.ts';
import { Refusal } from '../../lib/errors/index.ts';
import type { Log } from '../../lib/log.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { preflightName } from '../pipeline/audit.ts';
import { type AdmitDeps, admit } from '../pipeline/index.ts';
import { type RequestHead, receive } from '../pipeline/receive.ts';
import type { Admission, Answer } from '../pipeline/types.ts';
import type { ApolloContext } from './apollo.ts';
import { refusalOfHttpError, sendRefusal } from './errors.ts';
import { askedDocument, type FindDocumentDeps } from './find-document.ts';
import { addHealthRoutes, type ReadyCheck } from './health.ts';
import { PREFLIGHT_PATH } from './preflight-route.ts';
import { addBodyReader, type SentOperation } from './read-body.ts';

export interface HttpDeps {
  readonly admit: AdmitDeps;
  readonly apollo: ApolloServer<ApolloContext>;
  readonly bodyBytesMax: number;
  readonly checks: readonly ReadyCheck[];
  readonly isDraining: () => boolean;
  readonly log: Log;
  readonly metrics: GatewayMetrics;
  /** The pipeline's refused exit, for operations that are refused before they are parsed. */
  readonly refuse: (
    admission: Admission,
    operation: SentOperation,
    refusal: Refusal,
  ) => Promise<Answer>;
  /** Served beside /graphql to whoever is admitted, under the same limits. */
  readonly routes?: readonly AdmittedRoutes[];
  /** The development issuer's public keys, served at /.well-known/jwks.json. */
  readonly publishedKeys: JSONWebKeySet | undefined;
  /** What documents may be asked by id, and by whom others. */
  readonly registered: FindDocumentDeps;
}

/** Adds routes whose requests were admitted before their body was read. */
export type AdmittedRoutes = (
  scope: FastifyInstance,
  admissionOf: (request: FastifyRequest) => Admission,
  /** The text of the registered document it asks for by id. */
  registeredIn: (request: FastifyRequest) => string | undefined,
) => void;

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const app = fastify({
    bodyLimit: deps.bodyBytesMax,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    logger: false,
  });
  app.removeContentTypeParser('text/plain');
  addBodyReader(app);
  // A kept-alive connection would hold the drain until its idle timeout.
  app.addHook('onSend', async (_request, reply) => {
    if (deps.isDraining()) reply.header('connection', 'close');
  });
  app.setErrorHandler((error: Error, request, reply) => {
    const refusal = refusalOfHttpError(error);
    if (!refusal) deps.log.error({ err: error, method: request.method }, 'request failed');
    const shown = refusal ?? new Refusal('INTERNAL_SERVER_ERROR', 'Something went wrong.');
    deps.metrics.refusals.inc({ code: shown.code });
    return sendRefusal(reply, shown);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendRefusal(
      reply,
      new Refusal('NOT_FOUND', 'Nothing is served here.', { hint: 'GraphQL is at /graphql.' }),
    ),
  );
  addGraphqlRoute(app, deps);
  app.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    onRequest: async (request, reply) => void receive(headOf(request, reply)),
    handler: async () => undefined,
  });
  addHealthRoutes(app, deps);
  if (deps.publishedKeys) {
    app.get('/.well-known/jwks.json', async () => deps.publishedKeys);
  }
  return app;
}

/** Authentication happens on the request head: nobody unknown gets a body read. */
function addGraphqlRoute(app: FastifyInstance, deps: HttpDeps): void {
  const admissions = new WeakMap<FastifyRequest, Admission>();
  const registered = new WeakMap<FastifyRequest, string>();
  const admissionOf = (request: FastifyRequest): Admission => {
    const admission = admissions.get(request);
    if (!admission) throw new Error('a request that was not admitted');
    return admission;
  };
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      const head = headOf(request, reply);
      head.signal.addEventListener('abort', () => deps.metrics.abandoned.inc(), { once: true });
      admissions.set(request, await admit(deps.admit, head));
    });
    scope.addHook('preHandler', async (request, reply) => {
      const admission = admissions.get(request);
      const sent = request.method === 'GET' ? request.query : request.body;
      if (!admission) return undefined;
      const asked = askedDocument(deps.registered, admission.principal, sent);
      const { operation, refusal } = asked;
      if (asked.registered !== undefined) registered.set(request, asked.registered);
      if (!refusal) return undefined;
      const isPreflight = request.routeOptions.url === PREFLIGHT_PATH;
      const { operationName } = operation;
      const named = isPreflight ? { operationName: preflightName(operationName) } : {};
      const refused = await deps.refuse(admission, { ...operation, ...named }, refusal);
      return reply
        .code(refused.status ?? refusal.status)
        .headers(refused.headers)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(refused.result));
    });
    scope.addHook('onResponse', async (request, reply) => {
      deps.metrics.duration.observe(reply.elapsedTime / 1000);
      admissions.get(request)?.leave();
    });
    scope.addHook('onRequestAbort', async (request) => admissions.get(request)?.leave());
    await scope.register(fastifyApollo(deps.apollo), {
      path: '/graphql',
      method: ['GET', 'POST', 'OPTIONS'],
      context: async (request): Promise<ApolloContext> => ({
        admission: admissionOf(request),
        registered: registered.get(request),
      }),
    });
    for (const addRoutes of deps.routes ?? []) {
      addRoutes(scope, admissionOf, (request) => registered.get(request));
    }
  });
}

function headOf(request: FastifyRequest, reply: FastifyReply): RequestHead {
  return {
    method: request.method,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    headerValues: (name) => rawValues(request.raw.rawHeaders, name),
    signal: clientGone(reply.raw),
  };
}

/** `headers` keeps the first Authorization only; the raw list shows that there were more. */
function rawValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}
