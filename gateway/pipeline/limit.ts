/** limit: AuthenticatedRequest → Admission. Rate, requests in flight, and a deadline for the rest. */
import { newDecisionId } from '../../lib/ids.ts';
import type { InFlight } from '../limits/in-flight.ts';
import type { RateLimit } from '../limits/rate.ts';
import type { Admission, AuthenticatedRequest, DeniedMode } from './types.ts';

export interface LimitDeps {
  readonly inFlight: InFlight;
  readonly rate: RateLimit;
  readonly requestTimeoutMs: number;
  /** Where the request does not say. */
  readonly deniedMode: DeniedMode;
}

/** @throws {Refusal} RATE_LIMITED, OVERLOADED */
export async function limit(deps: LimitDeps, request: AuthenticatedRequest): Promise<Admission> {
  const { principal, raw } = request;
  await deps.rate(JSON.stringify([principal.bankId, principal.subject]));
  return {
    principal,
    decisionId: newDecisionId(),
    deniedMode: raw.deniedMode ?? deps.deniedMode,
    deadline: performance.now() + deps.requestTimeoutMs,
    signal: raw.signal,
    leave: deps.inFlight.enter(),
  };
}
