/** Signs hop tokens with the key in force, which may change while the gateway runs. */
import { type Caller, type Hop, signHopToken } from '../../lib/hop/index.ts';
import type { SigningKey } from '../../lib/keys.ts';

export type SignHop = (caller: Caller, hop: Hop) => string;

/** @example const signHop = createSignHop(key.current) */
export function createSignHop(key: () => SigningKey): SignHop {
  return (caller, hop) => signHopToken(key(), caller, hop);
}

/** Headers of a request to a subgraph; without a token where foreign subgraphs are called. */
export function headersFor(
  signHop: SignHop | undefined,
  caller: Caller,
  hop: Hop,
): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (!signHop) return headers;
  return { ...headers, authorization: `Bearer ${signHop(caller, hop)}` };
}
