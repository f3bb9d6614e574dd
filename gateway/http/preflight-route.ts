/** POST /graphql/preflight: what would become of an operation, sent as to /graphql. */
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../lib/errors/index.ts';
import { preflightName } from '../pipeline/audit.ts';
import { type PreflightDeps, preflight } from '../pipeline/preflight.ts';
import type { OperationRequest } from '../pipeline/types.ts';
import type { ApolloContext } from './apollo.ts';
import type { AdmittedRoutes } from './server.ts';

export const PREFLIGHT_PATH = '/graphql/preflight';

/**
 * Goes through Apollo Server like an operation, so what is refused there (syntax, batches, unknown
 * persisted queries) is refused here too; only its executor is another.
 */
export function preflightRoute(
  deps: PreflightDeps,
  apollo: ApolloServer<ApolloContext>,
): AdmittedRoutes {
  return (scope, admissionOf, registeredIn) => {
    scope.post(PREFLIGHT_PATH, async (request, reply) => {
      const admission = admissionOf(request);
      // Kept here: Apollo Server works on a copy of the context.
      let foreseen: object | undefined;
      const context: ApolloContext = {
        admission,
        registered: registeredIn(request),
        instead: {
          answer: async (operation: OperationRequest) => {
            const done = await preflight(deps, admission, operation);
            const { extensions } = done.answer.result;
            foreseen = done.preflight && { preflight: done.preflight, ...extensions };
            return done.answer;
          },
          nameOf: preflightName,
        },
      };
      const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: headersOf(request),
          search: '',
          body: request.body,
        },
        context: async () => context,
      });
      if (body.kind !== 'complete') throw new Error('an answer in parts');
      reply.code(status ?? 200);
      for (const [name, value] of headers) {
        if (name !== 'content-length') reply.header(name, value);
      }
      reply.type('application/json; charset=utf-8');
      return reply.send(foreseen ? JSON.stringify(foreseen) : body.string);
    });
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url: PREFLIGHT_PATH,
      handler: async () => {
        throw new Refusal('METHOD_NOT_ALLOWED', 'A preflight is asked for by POST.', {
          headers: { allow: 'POST' },
        });
      },
    });
  };
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
