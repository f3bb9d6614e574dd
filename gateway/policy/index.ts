/** Policy: bundles, decisions per schema coordinate, and the obligations that come with them. */
export {
  type Acceptance,
  type AcceptBundle,
  type Accepted,
  type BroughtBy,
  type BundleOrigin,
  createDoor,
  type Refused,
} from './accept.ts';
export { type AccessTable, buildAccessTable, type FailureKind } from './access-table.ts';
export { CONDITIONAL_ENTRYPOINT, ENTRYPOINT, readBundle } from './bundle.ts';
export { BundleError, type BundleFault } from './bundle-error.ts';
export {
  type ConditionalQuestion,
  type CoordinateUse,
  conditionalInput,
  decideUses,
  type ElevationGrant,
} from './conditional.ts';
export { decidedCoordinates } from './coordinates.ts';
export type { Decision, Effect, Obligation, ReasonCode } from './decision.ts';
export { decisionAsGiven, tabledAsGiven } from './decision-text.ts';
export type { DocumentMode, DocumentSubject } from './document-mode.ts';
export { elevatedTable } from './elevated-table.ts';
export { createPolicyHolder, type PolicyHolder } from './holder.ts';
export type { Limits } from './limits.ts';
export {
  type Attributes,
  inputsOf,
  type KeptTables,
  loadPolicy,
  loadPolicyFor,
  type Policy,
  type PolicySource,
  TABLES_MAX,
} from './load-policy.ts';
export { createLogMasks, type LogMasks } from './log-masks.ts';
export { createMaskKeys, type MaskKeys } from './mask-keys.ts';
export { applyObligation } from './obligation.ts';
export { openPolicy } from './open-policy.ts';
export type { Requirement, Requirements } from './requirement.ts';
export { requirementsOf } from './requirements-of.ts';
export { checkAccessRules, ruleProblems, subgraphProblems } from './rule-problems.ts';
export { stripSecurityLinks } from './strip-security-links.ts';
export { parseTrust, type Trust, type TrustedKey } from './trust.ts';
export {
  type SeenSerial,
  type VerifiedBundle,
  type VerifyOptions,
  verifyBundle,
} from './verify-bundle.ts';
