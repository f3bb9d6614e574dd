/** The policy in force, and how another takes its place while requests are being answered. */
import { BundleError } from './bundle-error.ts';
import type { Policy } from './load-policy.ts';

export interface PolicyHolder {
  /** A request asks once and keeps the table it got to its end, so it never sees two policies. */
  readonly current: () => Policy;
  /** @throws {BundleError} when `next` decides for another schema; the current one stays. */
  readonly swap: (next: Policy) => void;
}

/** @example const policies = createPolicyHolder(await loadPolicy(…)) */
export function createPolicyHolder(first: Policy): PolicyHolder {
  let current = first;
  return {
    current: () => current,
    swap: (next) => {
      if (next.schemaHash !== current.schemaHash) {
        const message = `policy ${next.revision} decides for another schema`;
        throw new BundleError(message, { kind: 'wrong_schema' });
      }
      current = next;
    },
  };
}
