/** Policy: bundles, decisions per schema coordinate, and the obligations that come with them. */
export { type AccessTable, buildAccessTable, type FailureKind } from './access-table.ts';
export { BundleError, CONDITIONAL_ENTRYPOINT, ENTRYPOINT, readBundle } from './bundle.ts';
export {
  type ConditionalQuestion,
  type CoordinateUse,
  decideUses,
  type ElevationGrant,
} from './conditional.ts';
export { decidedCoordinates } from './coordinates.ts';
export type { Decision, Effect, Obligation, ReasonCode } from './decision.ts';
export { createPolicyHolder, type PolicyHolder, type SwapOutcome } from './holder.ts';
export type { Limits } from './limits.ts';
export {
  type Attributes,
  inputsOf,
  loadPolicy,
  type Policy,
  type PolicySource,
} from './load-policy.ts';
export { applyObligation } from './obligation.ts';
export { openPolicy } from './open-policy.ts';
export type { Requirement, Requirements } from './requirement.ts';
export { requirementsOf } from './requirements-of.ts';
export { checkAccessRules, ruleProblems, subgraphProblems } from './rule-problems.ts';
export { stripSecurityLinks } from './strip-security-links.ts';
