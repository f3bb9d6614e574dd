/** Requests per second of one subject of one bank. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../../lib/errors/index.ts';

/** Counts one request of whoever the key names. */
export type RateLimit = (key: string) => Promise<void>;

/**
 * @param perSecond 0 turns the limit off.
 * @throws {Refusal} RATE_LIMITED with Retry-After, in whole seconds (RFC 9110 §10.2.3).
 */
export function createRateLimit(perSecond: number): RateLimit {
  if (perSecond === 0) return async () => {};
  const limiter = new RateLimiterMemory({ points: perSecond, duration: 1 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new Refusal('RATE_LIMITED', `More than ${perSecond} requests a second.`, {
        headers: { 'retry-after': String(Math.max(1, Math.ceil(error.msBeforeNext / 1000))) },
      });
    }
  };
}
