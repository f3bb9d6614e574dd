/** Hop tokens: what the gateway tells a subgraph of the caller, signed and short-lived. */
import { randomUUID } from 'node:crypto';
import type { KeySet, SigningKey } from '../keys.ts';
import {
  type Caller,
  claimsOf,
  type HopClaims,
  type HopPayload,
  parsePayload,
  payloadOf,
} from './claims.ts';
import { signJws, verifyJws } from './jws.ts';

/** RFC 8725 §3.11: an explicit type, so that no other token of the same key passes for one. */
const TYPE = 'hop+jwt';
/** A token lives for one fetch; RFC 8725 asks for as short a life as the use allows. */
const TTL_SECONDS_MAX = 60;
/** Clocks of two machines differ by so much. */
const TOLERANCE_SECONDS = 2;

/** What a token is signed for, besides its caller. */
export interface Hop {
  /** The subgraph's name. */
  readonly audience: string;
  /** The hash of what it may be asked: hashCoordinates() or permittedRoute(). */
  readonly coordinates: string;
  /** How long the gateway waits, in milliseconds; the token lives no longer, and 60 s at most. */
  readonly remainingMs: number;
}

/** Checks a token for one subgraph; rejects when anything about it does not hold. */
export type VerifyHop = (token: string, audience: string) => Promise<HopClaims>;

/** A compact JWS (RFC 7515), EdDSA, for one subgraph and one fetch. */
export function signHopToken(
  signing: SigningKey,
  caller: Caller,
  { audience, coordinates, remainingMs }: Hop,
): string {
  const iat = nowSeconds();
  const seconds = Math.min(TTL_SECONDS_MAX, Math.max(1, Math.ceil(remainingMs / 1000)));
  const payload: HopPayload = {
    ...payloadOf(caller, coordinates, remainingMs),
    aud: audience,
    jti: randomUUID(),
    iat,
    exp: iat + seconds,
  };
  return signJws(signing, TYPE, payload);
}

/**
 * @throws {UnknownKeyError} where it is signed by a key that is not published
 * @throws when anything else about the token does not hold
 */
export function verifyHopToken(keys: KeySet, token: string, audience: string): HopClaims {
  const payload = parsePayload(verifyJws(keys, TYPE, token));
  if (payload.aud !== audience) throw new RangeError(`the token is not for ${audience}`);
  checkTimes(payload, nowSeconds());
  return claimsOf(payload);
}

function checkTimes({ iat, exp }: HopPayload, now: number): void {
  if (exp - iat > TTL_SECONDS_MAX) {
    throw new RangeError(`a hop token lives ${TTL_SECONDS_MAX} s at most`);
  }
  if (exp <= now - TOLERANCE_SECONDS) throw new RangeError('the token has expired');
  if (iat > now + TOLERANCE_SECONDS) throw new RangeError('the token is of a time to come');
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
