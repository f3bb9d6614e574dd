/** How policy reaches this gateway: from its source, past the signature, and over restarts. */
export { type FirstPolicy, firstPolicy } from './first-policy.ts';
export {
  type FollowedCandidate,
  followCandidate,
} from './follow-candidate.ts';
export { createPublish } from './publish.ts';
export { sourceFor } from './source-for.ts';
export { createTeller, type Teller } from './teller.ts';
export { createVerifier, type Verify } from './verifier.ts';
