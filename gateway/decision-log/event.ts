/**
 * One decision as it is logged, in the shape of OPA's decision logs, so that what reads those reads
 * ours (https://www.openpolicyagent.org/docs/management-decision-logs).
 */
import type { Json, JsonObject } from '../../lib/chain.ts';

export interface DecisionEvent {
  readonly decision_id: string;
  /** Who asked what, and what came of it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Empty where no policy was asked. */
  readonly bundles: { readonly payscope?: { readonly revision: string } };
  /** The entrypoint that was asked. */
  readonly path: string;
  readonly input: JsonObject;
  readonly result: Json;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** JSON pointers to what was taken out, and to what was replaced. */
  readonly erased?: readonly string[];
  readonly masked?: readonly string[];
  /** Why the result is none that the policy would give again. */
  readonly error?: { readonly code: EventProblem; readonly message: string };
}

/**
 * `policy_failed`: it gave no usable answer, so everything was denied. `mask_failed`: what may be
 * kept of the input could not be found out, so nothing was.
 */
export type EventProblem = 'policy_failed' | 'mask_failed';

/** The path of an event that tells of others which were lost. */
export const DROPPED_PATH = 'payscope/logs/dropped';
