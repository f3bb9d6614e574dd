/** When a delivery that failed is tried again, and when it is given up. */

const ATTEMPTS_MAX = 20;
const GIVEN_UP_AFTER_MS = 86_400_000;
const FIRST_MS = 1_000;
const LONGEST_MS = 7_200_000;

export interface FailedAttempt {
  /** This one included. */
  readonly attempts: number;
  readonly firstDueAt: Date;
  readonly now: Date;
  /** From 0 to under 1. */
  readonly random: () => number;
}

export type Next = { readonly kind: 'again'; readonly dueAt: Date } | { readonly kind: 'given-up' };

/**
 * Exponential with full jitter: anywhere up to the bound, so that many that failed together do not
 * come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function afterFailure({ attempts, firstDueAt, now, random }: FailedAttempt): Next {
  const isLate = now.getTime() - firstDueAt.getTime() >= GIVEN_UP_AFTER_MS;
  if (attempts >= ATTEMPTS_MAX || isLate) return { kind: 'given-up' };
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return { kind: 'again', dueAt: new Date(now.getTime() + Math.ceil(random() * bound)) };
}
