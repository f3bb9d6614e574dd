/** Decisions as the policy gives them, for whoever keeps them or compares them with others. */
import type { JsonObject } from '../../lib/chain.ts';
import type { Decision } from './decision.ts';

/** The members of a decision of a use (`payscope/authz/conditional`). */
export function decisionAsGiven(decision: Decision): JsonObject {
  const { effect, reason, rule } = decision;
  return { effect, reason, rule, obligation: effect === 'mask' ? decision.obligation : null };
}

/** The members of a decision of a coordinate (`payscope/authz/decisions`). */
export function tabledAsGiven(decision: Decision): JsonObject {
  return { ...decisionAsGiven(decision), depends_on: decision.dependsOn ?? null };
}
