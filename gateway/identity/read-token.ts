/** What can be said about a token before any key is looked at. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { unauthenticated } from './claims.ts';
import { strictObject } from './strict-json.ts';

/** Asymmetric only (RFC 8725 §3.1): a shared-secret algorithm would turn a public key into one. */
export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;

const TOKEN_LENGTH_MAX = 8_192;

/**
 * RFC 9068 §2.1: an access token is `at+jwt`. Plain `JWT` and none are taken as well, for issuers
 * that don't follow it; what names another profile (`dpop+jwt`, our own `hop+jwt`) was made for
 * another reader (RFC 8725 §3.11). Media types have no case (RFC 7515 §4.1.9).
 */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);

/** A key, or where to find one, brought along by the token it is to vouch for (RFC 8725 §3.10). */
const OWN_KEYS = ['jwk', 'jku', 'x5u', 'x5c'] as const;
/** No critical extension is known here (RFC 7515 §4.1.11), no nesting, no compression. */
const NOT_PROCESSED = ['crit', 'b64', 'cty', 'zip', 'enc'] as const;

const KeyId = z.string().min(1).max(256).optional();

/**
 * Checks form and header of a compact JWS. The signature is not looked at.
 * @throws {Refusal} UNAUTHENTICATED with reason TOKEN_MALFORMED, TOKEN_ALGORITHM, TOKEN_TYPE or
 * TOKEN_HEADER.
 */
export function readToken(token: string): void {
  if (token.length > TOKEN_LENGTH_MAX) {
    throw unauthenticated('TOKEN_MALFORMED', 'The token is too long to be one of ours.');
  }
  const parts = token.split('.');
  const [header, claims, signature] = parts.map(decodeCanonical);
  if (parts.length !== 3 || !header || !claims || !signature) {
    throw unauthenticated('TOKEN_MALFORMED', 'The token is no signed JWT in compact form.');
  }
  const members = strictObject(header);
  if (!members || !strictObject(claims)) {
    throw unauthenticated('TOKEN_MALFORMED', 'A part of the token is no JSON object.');
  }
  checkHeader(members);
}

function checkHeader(header: Readonly<Record<string, unknown>>): void {
  if (!ALGORITHMS.some((algorithm) => algorithm === header.alg)) {
    const taken = ALGORITHMS.join(', ');
    throw unauthenticated('TOKEN_ALGORITHM', `The token's alg is none of ${taken}.`);
  }
  if (header.typ !== undefined && !isAccessTokenType(header.typ)) {
    throw unauthenticated('TOKEN_TYPE', "The token's typ is not that of an access token.");
  }
  for (const name of OWN_KEYS) {
    if (Object.hasOwn(header, name)) {
      throw unauthenticated('TOKEN_HEADER', `The token's header brings its own key in ${name}.`);
    }
  }
  for (const name of NOT_PROCESSED) {
    if (Object.hasOwn(header, name)) {
      throw unauthenticated('TOKEN_HEADER', `The token's header has ${name}, which is not read.`);
    }
  }
  if (!KeyId.safeParse(header.kid).success) {
    throw unauthenticated('TOKEN_HEADER', "The token's kid is no text of 1 to 256 characters.");
  }
}

function isAccessTokenType(typ: unknown): boolean {
  return typeof typ === 'string' && TYPES.has(typ.toLowerCase().replace(/^application\//, ''));
}

/**
 * One spelling per byte string: without padding, standard alphabet, white space or stray bits at
 * the end (RFC 7515 §2, RFC 4648 §3.5), so that one token can't go by several texts.
 */
function decodeCanonical(segment: string): Uint8Array | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  return bytes.toString('base64url') === segment && segment !== '' ? bytes : undefined;
}

/**
 * What a token is revoked by: SHA-256 of its signed part, base64url. The signature is left out
 * since who has one valid ECDSA signature (r, s) can write another, (r, n − s).
 */
export function tokenHash(token: string): string {
  return hash('sha256', token.slice(0, token.lastIndexOf('.')), 'base64url');
}
