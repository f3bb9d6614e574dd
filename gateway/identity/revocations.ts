/** Tokens that are over before their `exp`. */

/** What is revoked: one token by its id or hash, or everything a subject holds. */
export type Revocation = { readonly until: number } & (
  | { readonly kind: 'jti'; readonly jti: string }
  | { readonly kind: 'subject'; readonly subject: string }
  /** See tokenHash: the signed part, so that no other spelling of the signature escapes. */
  | { readonly kind: 'token'; readonly hash: string }
);

export interface RevocableToken {
  readonly principal: { readonly subject: string };
  readonly jti: string | undefined;
  readonly hash: string;
}

export interface Revocations {
  /**
   * Holds from the next request on. `until` is in seconds since the epoch: the latest `exp` of
   * what is revoked, after which nothing needs to be remembered.
   * @throws {RangeError} when there are too many to keep; forgetting one would let it in again.
   */
  readonly revoke: (revocation: Revocation) => Promise<void>;
  /** Asked on every request, so never more than a look-up in memory, whatever the store behind. */
  readonly isRevoked: (token: RevocableToken) => boolean;
}

export interface RevocationOptions {
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly max?: number;
}

const KEPT_MAX = 100_000;

/** Kept in this process alone, and lost with it. */
export function createRevocations(options: RevocationOptions = {}): Revocations {
  const { clock = Date.now, max = KEPT_MAX } = options;
  const kept = new Map<string, number>();
  const holds = (key: string) => (kept.get(key) ?? 0) * 1000 > clock();
  return {
    revoke: async (revocation) => {
      const key = keyOf(revocation);
      if (kept.size >= max && !kept.has(key)) {
        for (const old of kept.keys()) if (!holds(old)) kept.delete(old);
        if (kept.size >= max) throw new RangeError(`more than ${max} revocations`);
      }
      // A second revocation never shortens the first.
      kept.set(key, Math.max(revocation.until, kept.get(key) ?? 0));
    },
    isRevoked: ({ principal, jti, hash }) =>
      kept.size > 0 &&
      (holds(`subject ${principal.subject}`) ||
        holds(`token ${hash}`) ||
        (jti !== undefined && holds(`jti ${jti}`))),
  };
}

function keyOf(revocation: Revocation): string {
  switch (revocation.kind) {
    case 'jti':
      return `jti ${revocation.jti}`;
    case 'subject':
      return `subject ${revocation.subject}`;
    case 'token':
      return `token ${revocation.hash}`;
    default:
      return revocation satisfies never;
  }
}
