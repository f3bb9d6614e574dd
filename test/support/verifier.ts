/** The gateway's verifier over the tests' own issuers, and what every refusal of it has in common. */
import { expect } from 'vitest';
import { fixedKeys, type KeySource } from '../../gateway/identity/keys.ts';
import { createRevocations } from '../../gateway/identity/revocations.ts';
import {
  createVerifier,
  type Verifier,
  type VerifierOptions,
} from '../../gateway/identity/verifier.ts';
import { Refusal } from '../../lib/errors/index.ts';
import { AUDIENCE, createIssuer, ISSUER, type TestIssuer } from './tokens.ts';

export function verifierOf(
  keys: KeySource | TestIssuer,
  options: Partial<VerifierOptions> = {},
): Verifier {
  return createVerifier({
    keys: 'jwks' in keys ? fixedKeys(keys.jwks) : keys,
    issuer: ISSUER,
    audience: AUDIENCE,
    roles: () => new Set(['ANALYST', 'AUDITOR']),
    revocations: createRevocations(),
    ...options,
  });
}

export interface Issuers {
  readonly eddsa: TestIssuer;
  readonly es256: TestIssuer;
  readonly rs256: TestIssuer;
  /** Has no key in the set. */
  readonly stranger: TestIssuer;
  /** Knows the three keys. */
  readonly verify: Verifier;
}

/** One key of each kind, told apart by `kid`. */
export async function openIssuers(options: Partial<VerifierOptions> = {}): Promise<Issuers> {
  const [eddsa, es256, rs256, stranger] = await Promise.all([
    createIssuer('EdDSA', 'k1'),
    createIssuer('ES256', 'k2'),
    createIssuer('RS256', 'k3'),
    createIssuer('EdDSA', 'k1'),
  ]);
  const keys = fixedKeys({ keys: [eddsa.jwk, es256.jwk, rs256.jwk] });
  return { eddsa, es256, rs256, stranger, verify: verifierOf(keys, options) };
}

/**
 * Refused as every token is: the code, a challenge (RFC 6750 §3), and no word of the token in
 * anything that is sent.
 * @returns the reason code; undefined where the token is accepted.
 */
export async function reasonOf(verify: Verifier, token: string): Promise<string | undefined> {
  const error = await verify(token).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return undefined;
  if (!(error instanceof Refusal)) throw error;
  const { reason, hint, headers } = error.details;
  expect(error.code).toBe('UNAUTHENTICATED');
  expect(headers?.['www-authenticate']).toMatch(
    /^Bearer realm="payscope"(, error="invalid_token", error_description="[^"\\]+")?$/,
  );
  const sent = JSON.stringify([error.message, reason, hint, headers]);
  for (const word of wordsOf(token)) expect(sent).not.toContain(word);
  return reason;
}

/** Its segments and every text and name in them that is long enough not to be there by chance. */
function wordsOf(token: string): readonly string[] {
  const segments = token.split('.');
  const texts = segments.map((segment) => Buffer.from(segment, 'base64url').toString());
  const inside = texts.flatMap((text) => text.match(/[^"\\]{6,}/g) ?? []);
  const words = [...segments, ...inside].filter((word) => word.length >= 6);
  return words.filter((word) => !NAMES.includes(word)).slice(0, 500);
}

/** Names a message may hold: those the gateway looks for. */
const NAMES = ['bank_id', 'client_id'];
