/** Hop tokens: what the gateway tells a subgraph of the caller, signed and short-lived. */
import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { KeySet, SigningKey } from '../keys.ts';
import { type Caller, type HopClaims, payloadOf, readClaims, TTL_SECONDS_MAX } from './claims.ts';

const ISSUER = 'payscope-gateway';
/** RFC 8725 §3.11: an explicit type, so that no other token of the same key passes for one. */
const TYPE = 'hop+jwt';
const CLOCK_TOLERANCE_SECONDS = 2;

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
export async function signHopToken(
  signing: SigningKey,
  caller: Caller,
  { audience, coordinates, remainingMs }: Hop,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const seconds = Math.min(TTL_SECONDS_MAX, Math.max(1, Math.ceil(remainingMs / 1000)));
  return new SignJWT({ ...payloadOf(caller, coordinates, remainingMs) })
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: signing.kid })
    .setIssuer(ISSUER)
    .setSubject(caller.subject)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(signing.key);
}

/** @throws a jose error, ZodError or RangeError when anything about the token does not hold. */
export async function verifyHopToken(
  keys: KeySet,
  token: string,
  audience: string,
): Promise<HopClaims> {
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['EdDSA'],
    typ: TYPE,
    issuer: ISSUER,
    audience,
    requiredClaims: ['exp', 'iat', 'sub', 'jti'],
    maxTokenAge: TTL_SECONDS_MAX,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  });
  return readClaims(payload);
}
