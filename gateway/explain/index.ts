/** Why: what the policy says of decisions that were made, and what would change them. */
export { createExplain, type Explain, type Explanation } from './explain.ts';
export type {
  PolicyDesk,
  PolicyRefusal,
  PolicyStatus,
  Publication,
  Publish,
  ShadowDifference,
  ShadowStatus,
} from './policy-desk.ts';
export { POLICY_SUBGRAPH, type PolicySubgraphParts, policySubgraph } from './policy-subgraph.ts';
