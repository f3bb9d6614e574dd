/** From a bearer token to a Principal; every way a token can fail is UNAUTHENTICATED. */
import { claimRefused, unauthenticated } from './claims.ts';
import type { KeySource } from './keys.ts';
import type { Principal } from './principal.ts';
import type { Revocations } from './revocations.ts';
import type { VerifiedTokens } from './verified-tokens.ts';
import { type VerifiedToken, verifyToken } from './verify-token.ts';

export type Verifier = (token: string) => Promise<Principal>;

export interface VerifierOptions {
  readonly keys: KeySource;
  readonly issuer: string;
  readonly audience: string;
  /** The roles that the policy in force knows. */
  readonly roles: () => ReadonlySet<string>;
  readonly revocations: Revocations;
  /** Undefined: every token is verified in full, every time. */
  readonly verified?: VerifiedTokens | undefined;
  readonly onLookup?: (result: 'hit' | 'miss') => void;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/**
 * @example const verify = createVerifier({ keys, issuer, audience, roles, revocations })
 * @throws {Refusal} UNAUTHENTICATED; its reason says which check failed, its message no more than
 * the client may know.
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { roles, revocations } = options;
  return async (token) => {
    const known = await knownOrVerified(token, options);
    // Both may change while a token is kept, so both are asked on every request.
    if (revocations.isRevoked(known)) {
      throw unauthenticated('TOKEN_REVOKED', 'The token has been revoked.');
    }
    if (!roles().has(known.principal.role)) throw claimRefused('role');
    return known.principal;
  };
}

async function knownOrVerified(token: string, options: VerifierOptions): Promise<VerifiedToken> {
  const { keys, issuer, audience, verified, onLookup, clock = Date.now } = options;
  const found = verified?.find(token, keys.version(), clock());
  if (verified) onLookup?.(found ? 'hit' : 'miss');
  if (found) return found;
  // Of the set before: a token verified while the set changes is verified again next time.
  const version = keys.version();
  const checked = await verifyToken(token, { keys: keys.keys, issuer, audience }, clock());
  verified?.keep(token, version, clock(), checked);
  return checked;
}
