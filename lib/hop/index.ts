/** Hop tokens: what the gateway tells a subgraph of the caller, signed and short-lived. */
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type BankId, type DecisionId, toBankId, toDecisionId } from '../ids.ts';
import type { KeySet, SigningKey } from '../keys.ts';

export interface HopClaims {
  readonly subject: string;
  readonly role: string;
  readonly bankId: BankId;
  readonly decisionId: DecisionId;
}

const ISSUER = 'payscope-gateway';
/** RFC 8725 §3.11: an explicit type, so that no other token of the same key passes for one. */
const TYPE = 'hop+jwt';
const TTL_SECONDS = 30;
const CLOCK_TOLERANCE_SECONDS = 2;

const Payload = z.object({
  sub: z.string().min(1),
  role: z.string().min(1),
  bank_id: z.uuid(),
  decision_id: z.uuid(),
});

/** A compact JWS (RFC 7515), EdDSA, valid 30 s for one subgraph. */
export async function signHopToken(
  signing: SigningKey,
  claims: HopClaims & { readonly audience: string },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    role: claims.role,
    bank_id: claims.bankId,
    decision_id: claims.decisionId,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: signing.kid })
    .setIssuer(ISSUER)
    .setSubject(claims.subject)
    .setAudience(claims.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + TTL_SECONDS)
    .sign(signing.key);
}

/** @throws a jose error or ZodError when anything about the token does not hold. */
export async function verifyHopToken(
  keys: KeySet,
  token: string,
  audience: string,
): Promise<HopClaims> {
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['EdDSA'],
    typ: TYPE,
    issuer: ISSUER,
    audience,
    requiredClaims: ['exp', 'iat', 'sub'],
    maxTokenAge: TTL_SECONDS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  });
  const claims = Payload.parse(payload);
  return {
    subject: claims.sub,
    role: claims.role,
    bankId: toBankId(claims.bank_id),
    decisionId: toDecisionId(claims.decision_id),
  };
}
