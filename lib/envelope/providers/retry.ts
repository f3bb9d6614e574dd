/** Asking again what may go well later: exponential backoff with full jitter, within one deadline. */
import type { KeyProviderError } from './provider.ts';

export interface RetryOptions {
  readonly attemptsMax: number;
  /** Before the second attempt at most this long, and twice as long before each after it. */
  readonly baseMs: number;
  readonly delayMaxMs: number;
  /** For all attempts and waits together. */
  readonly deadlineMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export const RETRY: RetryOptions = {
  attemptsMax: 4,
  baseMs: 50,
  delayMaxMs: 1_000,
  deadlineMs: 5_000,
  now: () => performance.now(),
  random: Math.random,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Thrown by an attempt: what it failed with, and whether, and when, to ask again. */
export class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed';
  readonly failure: KeyProviderError;
  readonly again: boolean;
  /** What the other side asks for (RFC 9110 §10.2.3). */
  readonly afterMs: number;
  constructor(failure: KeyProviderError, again: boolean, afterMs = 0) {
    super(failure.message);
    this.failure = failure;
    this.again = again;
    this.afterMs = afterMs;
  }
}

/** @throws {KeyProviderError} the last attempt's, or UNAVAILABLE when there is no time left. */
export async function retrying<T>(
  options: RetryOptions,
  attempt: (remainingMs: number) => Promise<T>,
): Promise<T> {
  const endsAt = options.now() + options.deadlineMs;
  for (let made = 1; ; made += 1) {
    const remainingMs = endsAt - options.now();
    try {
      return await attempt(remainingMs);
    } catch (error) {
      if (!(error instanceof AttemptFailed)) throw error;
      if (!error.again || made >= options.attemptsMax) throw error.failure;
      const delayMs = Math.max(error.afterMs, delayAfter(made, options));
      if (options.now() + delayMs >= endsAt) throw error.failure;
      await options.wait(delayMs);
    }
  }
}

/** Full jitter: all who were throttled at once do not come back at once. */
function delayAfter(made: number, { baseMs, delayMaxMs, random }: RetryOptions): number {
  return random() * Math.min(delayMaxMs, baseMs * 2 ** (made - 1));
}
