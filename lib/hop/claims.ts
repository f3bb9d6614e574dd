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

/** A token lives for one fetch; RFC 8725 asks for as short a life as the use allows. */
export const TTL_SECONDS_MAX = 60;
const MILLISECONDS_MAX = 300_000;
const TEXT_MAX = 2_000;

const Payload = z.object({
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

export interface Payload {
  readonly role: string;
  readonly bank_id: string;
  readonly decision_id: string;
  readonly policy_revision: string;
  readonly coordinates: string;
  readonly deadline_ms: number;
}

/** What is signed besides the registered claims. */
export function payloadOf(caller: Caller, coordinates: string, remainingMs: number): Payload {
  return {
    role: caller.role,
    bank_id: caller.bankId,
    decision_id: caller.decisionId,
    policy_revision: caller.policyRevision,
    coordinates,
    deadline_ms: Math.min(MILLISECONDS_MAX, Math.max(1, Math.floor(remainingMs))),
  };
}

/** @throws {z.ZodError | RangeError} where a claim is missing, or is none of ours. */
export function readClaims(payload: unknown): HopClaims {
  const claims = Payload.parse(payload);
  if (claims.exp - claims.iat > TTL_SECONDS_MAX) {
    throw new RangeError(`a hop token lives ${TTL_SECONDS_MAX} s at most`);
  }
  return {
    subject: claims.sub,
    role: claims.role,
    bankId: toBankId(claims.bank_id),
    decisionId: toDecisionId(claims.decision_id),
    policyRevision: claims.policy_revision,
    tokenId: claims.jti,
    coordinates: claims.coordinates,
    deadline: performance.now() + claims.deadline_ms,
  };
}
