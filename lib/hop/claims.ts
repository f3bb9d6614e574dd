/** What a hop token says: of the caller, and of the one fetch it was signed for. */
import { z } from 'zod';
import { type BankId, type DecisionId, toBankId, toDecisionId } from '../ids.ts';

/** Whom the gateway works for, and by which policy it decided. */
export interface Caller {
  readonly subject: string;
  readonly role: string;
  readonly bankId: BankId;
  readonly decisionId: DecisionId;
  readonly policyRevision: string;
}

/** What a subgraph knows of a request, once its token is verified: all of it, and only from there. */
export interface HopClaims extends Caller {
  /** Of this token alone (RFC 7519 §4.1.7), so that one that ran a mutation is known as spent. */
  readonly tokenId: string;
  /** The hash of what was permitted: hashCoordinates() of a fetch's document, or of a route. */
  readonly coordinates: string;
  /** `performance.now()` of this process at which the gateway stops waiting. */
  readonly deadline: number;
}

const ISSUER = 'payscope-gateway';
const MILLISECONDS_MAX = 300_000;
const TEXT_MAX = 2_000;

/** Exactly what the gateway signs: a claim it doesn't know, such as `nbf`, can't be overlooked. */
const Payload = z.strictObject({
  iss: z.literal(ISSUER),
  aud: z.string(),
  sub: z.string().min(1).max(TEXT_MAX),
  role: z.string().min(1).max(TEXT_MAX),
  bank_id: z.uuid(),
  decision_id: z.uuid(),
  policy_revision: z.string().min(1).max(TEXT_MAX),
  jti: z.uuid(),
  coordinates: z.string().regex(/^[\w-]{43}$/),
  deadline_ms: z.number().int().min(1).max(MILLISECONDS_MAX),
  iat: z.number().int(),
  exp: z.number().int(),
});

export type HopPayload = Readonly<z.infer<typeof Payload>>;

/** What is signed besides the claims of one token alone. */
export function payloadOf(
  caller: Caller,
  coordinates: string,
  remainingMs: number,
): Omit<HopPayload, 'aud' | 'jti' | 'iat' | 'exp'> {
  return {
    iss: ISSUER,
    sub: caller.subject,
    role: caller.role,
    bank_id: caller.bankId,
    decision_id: caller.decisionId,
    policy_revision: caller.policyRevision,
    coordinates,
    deadline_ms: Math.min(MILLISECONDS_MAX, Math.max(1, Math.floor(remainingMs))),
  };
}

/** @throws {z.ZodError} where a claim is missing, or is none of ours. */
export function parsePayload(payload: unknown): HopPayload {
  return Payload.parse(payload);
}

export function claimsOf(payload: HopPayload): HopClaims {
  return {
    subject: payload.sub,
    role: payload.role,
    bankId: toBankId(payload.bank_id),
    decisionId: toDecisionId(payload.decision_id),
    policyRevision: payload.policy_revision,
    tokenId: payload.jti,
    coordinates: payload.coordinates,
    deadline: performance.now() + payload.deadline_ms,
  };
}
