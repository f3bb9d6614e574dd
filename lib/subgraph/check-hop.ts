/** Only the gateway may call: a hop token for this subgraph, or 401. */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors/index.ts';
import { type HopClaims, permittedRoute, type VerifyHop } from '../hop/index.ts';

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
const BEARER = /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

export const GRAPHQL_PATH = '/graphql';

/** @throws {Refusal} UNAUTHENTICATED; why exactly goes to the log only. */
export async function checkHop(
  request: FastifyRequest,
  verify: VerifyHop,
  audience: string,
): Promise<HopClaims> {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw refuse('no bearer token');
  try {
    return await verify(token, audience);
  } catch (error) {
    throw refuse(error);
  }
}

/**
 * Of a plain route: its token was signed for this route. A document's coordinates are checked where
 * the document is read.
 * @throws {Refusal} FORBIDDEN
 */
export function checkRoute({ method, routeOptions }: FastifyRequest, claims: HopClaims): void {
  const path = routeOptions.url;
  if (path === undefined || path === GRAPHQL_PATH) return;
  if (claims.coordinates !== permittedRoute(method, path)) throw notPermitted();
}

/** A good token, but signed for something else. */
export function notPermitted(): Refusal {
  return new Refusal('FORBIDDEN', 'The hop token was signed for another request.', {
    hint: 'Ask the gateway; it signs each call for what it permitted.',
  });
}

function refuse(cause: unknown): Refusal {
  return new Refusal('UNAUTHENTICATED', 'Subgraphs answer the gateway only.', {
    hint: 'Ask the gateway; it signs each call for one subgraph.',
    headers: { 'www-authenticate': 'Bearer realm="payscope-subgraph"' },
    cause,
  });
}
