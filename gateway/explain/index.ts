/** Why: what the policy says of decisions that were made, and what would change them. */
export { createExplain, type Explain, type Explanation } from './explain.ts';
export { POLICY_SUBGRAPH, policySubgraph } from './policy-subgraph.ts';
