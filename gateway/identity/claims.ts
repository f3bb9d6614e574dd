/** From the claims of a token whose signature holds to who it speaks for. */
import { z } from 'zod';
import { Refusal } from '../../lib/errors/index.ts';
import { isClientId, toBankId } from '../../lib/ids.ts';
import { type Principal, UNKNOWN_CLIENT } from './principal.ts';

/** How far the issuer's clock may be off. */
export const CLOCK_TOLERANCE_SECONDS = 5;
/** Above it a date is a mistake, such as `exp` in milliseconds, and the token would never end. */
const LIFETIME_SECONDS_MAX = 366 * 86_400;

/** RFC 7519 §2: seconds, of which a fraction is allowed. */
const NumericDate = z.number().nonnegative();

const ClientId = z.string().refine(isClientId);

const Claims = z.object({
  sub: z.string().min(1).max(256),
  role: z.string().min(1).max(64),
  bank_id: z.uuid(),
  // jose has found our audience among these; a list that holds anything else is no list of names.
  aud: z.union([z.string(), z.array(z.string())]),
  exp: NumericDate,
  nbf: NumericDate.optional(),
  iat: NumericDate.optional(),
  jti: z.string().min(1).max(256).optional(),
  // RFC 9068 §2.2; azp is how issuers that don't follow it name the same.
  client_id: ClientId.optional(),
  azp: ClientId.optional(),
});

export interface TokenClaims {
  readonly principal: Principal;
  /** The token's own id, where it has one (RFC 7519 §4.1.7). */
  readonly jti: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Signature, issuer, audience, `exp` and `nbf` have been checked; this is about the rest.
 * @throws {Refusal} UNAUTHENTICATED with reason TOKEN_CLAIMS, naming the claim.
 */
export function readClaims(payload: unknown, nowSeconds: number): TokenClaims {
  const parsed = Claims.safeParse(payload);
  if (!parsed.success) throw claimRefused(String(parsed.error.issues[0]?.path[0] ?? 'sub'));
  const { sub, role, bank_id, exp, iat, jti, client_id, azp } = parsed.data;
  if (exp > nowSeconds + LIFETIME_SECONDS_MAX) throw claimRefused('exp');
  if (iat !== undefined && iat > nowSeconds + CLOCK_TOLERANCE_SECONDS) throw claimRefused('iat');
  // Which of two would be held to its registered operations?
  if (client_id !== undefined && azp !== undefined && azp !== client_id) throw claimRefused('azp');
  const client = client_id ?? azp ?? UNKNOWN_CLIENT;
  const principal = { subject: sub, role, bankId: toBankId(bank_id), client };
  return { principal, jti, expiresAt: exp };
}

/** @param claim a name of the closed set above, never text of the token. */
export function claimRefused(claim: string, cause?: unknown): Refusal {
  const message = `The token's claim ${claim} is missing, malformed or does not hold.`;
  return unauthenticated('TOKEN_CLAIMS', message, cause);
}

/**
 * RFC 6750 §3: the challenge tells a client what kind of token is wanted and what was wrong.
 * @param message shown as it is, in the challenge too: no quotes, and nothing the token says.
 */
export function unauthenticated(reason: string, message: string, cause?: unknown): Refusal {
  return new Refusal('UNAUTHENTICATED', message, {
    reason,
    hint: 'Send Authorization: Bearer <token> with a token that is valid now.',
    headers: { 'www-authenticate': `Bearer realm="payscope"${errorParameters(reason, message)}` },
    cause,
  });
}

/** A client without a token is told no error (§3.1); where keys are missing, its token may be good. */
function errorParameters(reason: string, message: string): string {
  if (reason === 'TOKEN_MISSING' || reason === 'KEYS_UNAVAILABLE') return '';
  return `, error="invalid_token", error_description="${message}"`;
}
