/** authenticate: RawRequest → Principal, from the bearer token alone (RFC 6750). */
import { Refusal } from '../../lib/errors/index.ts';
import { unauthenticated } from '../identity/claims.ts';
import type { Principal } from '../identity/principal.ts';
import type { Verifier } from '../identity/verifier.ts';
import type { AuthenticatedRequest, RawRequest } from './types.ts';

export interface AuthenticateDeps {
  readonly verify: Verifier;
  /** Who a request without a token is; set only where the policy is off. */
  readonly anonymous: Principal | undefined;
}

/**
 * @throws {Refusal} UNAUTHENTICATED; FORBIDDEN when `X-Bank-Id` is not the token's bank.
 */
export async function authenticate(
  deps: AuthenticateDeps,
  raw: RawRequest,
): Promise<AuthenticatedRequest> {
  if (raw.authorization.length === 0 && deps.anonymous) return { raw, principal: deps.anonymous };
  const principal = await deps.verify(bearerToken(raw.authorization));
  if (raw.bankId !== undefined && raw.bankId.trim().toLowerCase() !== principal.bankId) {
    throw new Refusal('FORBIDDEN', "X-Bank-Id names another bank than the token's.", {
      reason: 'BANK_MISMATCH',
      hint: 'Leave X-Bank-Id out, or use a token of that bank.',
    });
  }
  return { raw, principal };
}

function bearerToken(headers: readonly string[]): string {
  const [only, ...more] = headers;
  if (only === undefined) throw unauthenticated('TOKEN_MISSING', 'A token is needed.');
  // Which of two would count differs from proxy to proxy (request smuggling's cousin).
  if (more.length > 0) {
    throw unauthenticated('TOKEN_MALFORMED', 'Only one Authorization header is read.');
  }
  const token = /^Bearer +([\w\-.~+/]+=*)$/i.exec(only.trim())?.[1];
  if (token === undefined) {
    throw unauthenticated('TOKEN_MALFORMED', 'The Authorization header holds no bearer token.');
  }
  return token;
}
