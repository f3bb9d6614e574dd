/** Who may sign policy: a JWK Set whose keys say whose they are and what for. */
import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';

/**
 * The signature algorithms that count: none with a shared secret, since whoever can verify by one
 * could sign as well. OPA's servers take all of them but EdDSA.
 */
export const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
] as const;

export interface TrustedKey {
  readonly kid: string;
  /** The person or machine that signs with it. */
  readonly subject: string;
  readonly scope: string;
  /** The one algorithm it is for; what a signature says of itself doesn't choose. */
  readonly algorithm: string;
  readonly key: CryptoKey;
}

/** By key id. */
export type Trust = ReadonlyMap<string, TrustedKey>;

const name = z.string().min(1).max(256);

/** RFC 7517, with two members of ours. */
const trustedJwk = z.looseObject({
  kty: z.enum(['EC', 'RSA', 'OKP']),
  kid: name,
  alg: z.enum(ALGORITHMS),
  use: z.literal('sig').optional(),
  subject: name,
  scope: name,
});

const trustSet = z.object({ keys: z.array(trustedJwk).min(1) });

/**
 * Reads a trust file.
 * @throws when it is no such JWK Set, or has one key id twice.
 * @example parseTrust('{"keys":[{"kty":"EC","kid":"…","alg":"ES256","subject":"alice@bank","scope":"payscope",…}]}')
 */
export async function parseTrust(text: string): Promise<Trust> {
  const { keys } = trustSet.parse(JSON.parse(text));
  const trust = new Map<string, TrustedKey>();
  for (const { kid, alg, subject, scope, ...jwk } of keys) {
    if (trust.has(kid)) throw new Error(`the trust file has two keys of the id ${kid}`);
    const key = await importJWK({ ...jwk, alg }, alg);
    if (key instanceof Uint8Array || key.type !== 'public') {
      throw new Error(`the trust file's key ${kid} is no public key`);
    }
    trust.set(kid, { kid, subject, scope, algorithm: alg, key });
  }
  return trust;
}
