/** Query.policyStatus: the policy in force, shaped as the subgraph's schema has it. */
import type { BankId } from '../../lib/ids.ts';
import type { PolicyStatus, ShadowStatus } from './policy-desk.ts';

const DIFFERENCES_MAX = 200;

/** @param bankId of who reads it: other banks' operations and clients are not theirs to see. */
export function statusAnswer(status: PolicyStatus, bankId: BankId) {
  const { bundle, source, inForceSince, lastRefusal, shadow } = status;
  return {
    revision: bundle.revision,
    serial: bundle.serial,
    signer: bundle.signer.subject,
    signedAt: bundle.signedAt.toISOString(),
    expiresAt: bundle.expiresAt.toISOString(),
    source,
    inForceSince: inForceSince.toISOString(),
    lastRefusal: lastRefusal ? { ...lastRefusal, at: lastRefusal.at.toISOString() } : null,
    shadow: shadow ? shadowAnswer(shadow, bankId) : null,
  };
}

export type StatusAnswer = ReturnType<typeof statusAnswer>;

function shadowAnswer(shadow: ShadowStatus, bankId: BankId) {
  const { same, different, uncompared, dropped } = shadow.operations;
  return {
    state: shadow.state,
    revision: shadow.revision ?? null,
    message: shadow.message ?? null,
    since: shadow.since,
    operations: same + different,
    uncompared: uncompared + dropped,
    differences: shadow.differences
      .filter((difference) => difference.bankId === bankId)
      .slice(0, DIFFERENCES_MAX),
  };
}
