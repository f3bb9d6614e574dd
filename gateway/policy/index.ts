/** Policy: bundles, decisions per schema coordinate, and the obligations that come with them. */
export type { AccessTable, FailureKind } from './access-table.ts';
export { BundleError, readBundle } from './bundle.ts';
export { decidedCoordinates } from './coordinates.ts';
export type { Decision, Effect, Obligation, ReasonCode } from './decision.ts';
export { type Attributes, loadPolicy, type Policy } from './load-policy.ts';
export { applyObligation } from './obligation.ts';
export { openPolicy } from './open-policy.ts';
export type { Requirement, Requirements } from './requirement.ts';
export { requirementsOf } from './requirements-of.ts';
export { stripSecurityLinks } from './strip-security-links.ts';
