/** What is taken from a published JWK Set (RFC 7517 §5), and what is left out. */
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Why there are no keys to check a token with; a fault of the key source, not of the token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  readonly kind: KeyFault;

  constructor(kind: KeyFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export type KeyFault = 'timeout' | 'unreachable' | 'refused' | 'crowded';

export interface KeySet {
  readonly find: JWTVerifyGetKey;
  /** Differs where the keys do. */
  readonly fingerprint: string;
}

const KEYS_MAX = 100;
/** RFC 7518 §3.3; jose would find out with the first token only, by an error of its own. */
const RSA_BYTES_MIN = 256;

const text = z.string().max(4_096).optional();

/** Public keys of the three kinds we verify with; whoever publishes a private one has lost it. */
const PublicKey = z
  .object({
    kty: z.enum(['RSA', 'EC', 'OKP']),
    kid: text,
    use: text,
    alg: text,
    key_ops: z.array(z.string()).max(10).optional(),
    crv: text,
    x: text,
    y: text,
    n: text,
    e: text,
    d: z.never().optional(),
  })
  .refine(({ kty, n }) => kty !== 'RSA' || modulusBytes(n ?? '') >= RSA_BYTES_MIN);

const PublishedSet = z.object({ keys: z.array(z.unknown()).max(KEYS_MAX) });

/**
 * Entries that are no key of use are skipped, as RFC 7517 §5 wants, so that a key kind of tomorrow
 * does no harm. A set without any is a set too: an issuer that withdraws all its keys is obeyed.
 * @throws {KeysUnavailable} refused: no JWK Set, or one of more than 100 keys.
 */
export function readKeySet(published: unknown): KeySet {
  const set = PublishedSet.safeParse(published);
  if (!set.success) throw new KeysUnavailable('refused', 'no JWK Set of up to 100 keys');
  const keys = set.data.keys.flatMap((entry) => PublicKey.safeParse(entry).data ?? []);
  return { find: createLocalJWKSet({ keys }), fingerprint: JSON.stringify(keys) };
}

function modulusBytes(n: string): number {
  const bytes = Buffer.from(n, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : bytes.length - first;
}
