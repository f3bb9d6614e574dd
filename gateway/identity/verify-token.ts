/** One token, verified in full: form, header, signature, claims. Keeps nothing. */
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Refusal } from '../../lib/errors/index.ts';
import { CLOCK_TOLERANCE_SECONDS, claimRefused, readClaims, unauthenticated } from './claims.ts';
import type { Principal } from './principal.ts';
import { ALGORITHMS, readToken, tokenHash } from './read-token.ts';

export interface VerifiedToken {
  readonly principal: Principal;
  readonly jti: string | undefined;
  /** See tokenHash. */
  readonly hash: string;
  /** Milliseconds since the epoch at which it is refused as expired, the tolerance included. */
  readonly refusedFrom: number;
}

export interface Expected {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

/** Claims whose names a message may hold; a token's own words never get there. */
const NAMED: readonly string[] = ['iss', 'aud', 'sub', 'role', 'bank_id', 'exp', 'nbf', 'iat'];

/**
 * RFC 8725 and RFC 9068 §4 in one place.
 * @param now milliseconds since the epoch.
 * @throws {Refusal} UNAUTHENTICATED; its reason says which check failed, its message no more than
 * the client may know.
 */
export async function verifyToken(
  token: string,
  { keys, issuer, audience }: Expected,
  now: number,
): Promise<VerifiedToken> {
  readToken(token);
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [...ALGORITHMS],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub', 'role', 'bank_id'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    const { principal, jti, expiresAt } = readClaims(payload, Math.floor(now / 1000));
    const refusedFrom = (expiresAt + CLOCK_TOLERANCE_SECONDS) * 1000;
    return { principal, jti, hash: tokenHash(token), refusedFrom };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Whatever goes wrong, nobody is let in; what is not about the token is about the key source. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) {
    return unauthenticated('TOKEN_EXPIRED', 'The token has expired.', error);
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return claimRefused(NAMED.find((name) => name === error.claim) ?? 'set', error);
  }
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return unauthenticated('TOKEN_KEY', 'The token names no key of the issuer.', error);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return unauthenticated('TOKEN_INVALID', 'The signature of the token does not hold.', error);
  }
  // What else jose may find wrong with a token, after the checks of our own.
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid)) {
    return unauthenticated('TOKEN_INVALID', 'The token does not verify.', error);
  }
  return unauthenticated('KEYS_UNAVAILABLE', 'The token could not be checked right now.', error);
}
