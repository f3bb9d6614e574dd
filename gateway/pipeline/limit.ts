/** limit: AuthenticatedRequest → Admission. Rate, requests in flight, and a deadline for the rest. */
import { newDecisionId } from '../../lib/ids.ts';
import type { InFlight } from '../limits/in-flight.ts';
import type { RateLimit } from '../limits/rate.ts';
import type { Admission, AuthenticatedRequest } from './types.ts';

export interface LimitDeps {
  readonly inFlight: InFlight;
  readonly rate: RateLimit;
  readonly requestTimeoutMs: number;
}

/** @throws {Refusal} RATE_LIMITED, OVERLOADED */
export async function limit(deps: LimitDeps, request: AuthenticatedRequest): Promise<Admission> {
  const { principal } = request;
  await deps.rate(JSON.stringify([principal.bankId, principal.subject]));
  return {
    principal,
    decisionId: newDecisionId(),
    deadline: performance.now() + deps.requestTimeoutMs,
    leave: deps.inFlight.enter(),
  };
}
