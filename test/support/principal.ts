/** A principal as a subgraph has it from a verified hop token, for tests below HTTP. */
import { type HopClaims, hashCoordinates } from '../../lib/hop/index.ts';
import { bankIdOf, newDecisionId, newId } from '../../lib/ids.ts';

const WAIT_MS = 30_000;

/** @example const principal = principalOf({ bankId: bankIdOf('AB') }) */
export function principalOf(change: Partial<HopClaims> = {}): HopClaims {
  return {
    subject: 'a-tester',
    role: 'BANK_ADMIN',
    bankId: bankIdOf('HB'),
    decisionId: newDecisionId(),
    policyRevision: 'r1',
    tokenId: newId(),
    coordinates: hashCoordinates([]),
    deadline: performance.now() + WAIT_MS,
    ...change,
  };
}
