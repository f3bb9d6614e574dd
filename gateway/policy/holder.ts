/** The policy in force, and how another takes its place while requests are being answered. */
import { BundleError } from './bundle.ts';
import type { Policy } from './load-policy.ts';

/** How an attempt to put another policy in force ended. */
export type SwapOutcome = 'swapped' | 'refused';

export interface PolicyHolder {
  /** A request asks once and keeps the table it got to its end, so it never sees two policies. */
  readonly current: () => Policy;
  /** @throws {BundleError} when `next` decides for another schema; the current one stays. */
  readonly swap: (next: Policy) => void;
  /** Loads and swaps; whatever goes wrong, the last good policy stays in force, and is told. */
  readonly replace: (load: () => Promise<Policy>) => Promise<SwapOutcome>;
}

/**
 * @param onReplace told how each attempt ended, with the cause where it was refused.
 * @example const policies = createPolicyHolder(await loadPolicy(…), onReplace)
 */
export function createPolicyHolder(
  first: Policy,
  onReplace: (outcome: SwapOutcome, cause?: unknown) => void,
): PolicyHolder {
  let current = first;
  let last: Promise<unknown> = Promise.resolve();

  const swap = (next: Policy): void => {
    if (next.schemaHash !== current.schemaHash) {
      throw new BundleError(`policy ${next.revision} decides for another schema`);
    }
    current = next;
  };

  const attempt = async (load: () => Promise<Policy>): Promise<SwapOutcome> => {
    try {
      swap(await load());
      onReplace('swapped');
      return 'swapped';
    } catch (cause) {
      onReplace('refused', cause);
      return 'refused';
    }
  };

  return {
    current: () => current,
    swap,
    // One after the other: a slow load must not put an older policy over a newer one.
    replace: (load) => {
      const mine = last.then(() => attempt(load));
      last = mine;
      return mine;
    },
  };
}
