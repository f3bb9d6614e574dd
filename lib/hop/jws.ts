/**
 * Compact JWS (RFC 7515) with Ed25519 (RFC 8037), and nothing else of JOSE: one algorithm, one type of
 * token, signed and verified in one call each. `bench/hop.ts` says why it is not jose's (ADR 7).
 */
import { sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { KeySet, SigningKey } from '../keys.ts';

/** A token that must not be believed; never holds a part of it. */
export class JwsError extends Error {
  override readonly name = 'JwsError';
}

/** The token is of a key that is not in the set. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
}

/** Strict, so that `crit`, `b64` and keys that a token brings along are refused (RFC 8725 §3.1, §3.10). */
const Header = z.strictObject({ alg: z.literal('EdDSA'), typ: z.string(), kid: z.string() });

/** 64 bytes in base64url: the last character holds two bits of them, and four that must be zero. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]{85}[AQgw])$/;

/** @param type `typ` of the header (RFC 8725 §3.11). */
export function signJws({ key, kid }: SigningKey, type: string, payload: object): string {
  const input = `${encode({ alg: 'EdDSA', typ: type, kid })}.${encode(payload)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}

/**
 * @returns the payload as it was signed, which is to be parsed yet.
 * @throws {UnknownKeyError} where its key is not in the set
 * @throws {JwsError | z.ZodError | SyntaxError} where it is no such token, or its signature does not hold
 */
export function verifyJws(keys: KeySet, type: string, token: string): unknown {
  const [, head = '', body = '', signature = ''] = COMPACT.exec(token) ?? [];
  if (signature === '') throw new JwsError('it is no compact JWS');
  const { typ, kid } = Header.parse(decode(head));
  if (typ !== type) throw new JwsError(`its type is not ${type}`);
  const key = keys.get(kid);
  if (!key) throw new UnknownKeyError('its key is not among those published');
  // The type of the key is the algorithm: an Ed25519 key verifies by Ed25519, whatever a header says.
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
    throw new JwsError('its signature does not hold');
  }
  return decode(body);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
