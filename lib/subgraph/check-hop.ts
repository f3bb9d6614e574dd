/** Only the gateway may call: a hop token for this subgraph, or 401. */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors/index.ts';
import { type HopClaims, verifyHopToken } from '../hop/index.ts';
import type { KeySet } from '../keys.ts';

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
const BEARER = /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** @throws {Refusal} UNAUTHENTICATED; why exactly goes to the log only. */
export async function checkHop(
  request: FastifyRequest,
  keys: KeySet,
  audience: string,
): Promise<HopClaims> {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw refuse('no bearer token');
  try {
    return await verifyHopToken(keys, token, audience);
  } catch (error) {
    throw refuse(error);
  }
}

function refuse(cause: unknown): Refusal {
  return new Refusal('UNAUTHENTICATED', 'Subgraphs answer the gateway only.', {
    hint: 'Ask the gateway; it signs each call for one subgraph.',
    headers: { 'www-authenticate': 'Bearer realm="payscope-subgraph"' },
    cause,
  });
}
