/** What a subject may still spend: a bucket that fills at a steady rate (Shopify's leaky bucket). */
import { LRUCache } from 'lru-cache';

/** How much fits in, and how much comes back in a second. */
export interface Budget {
  readonly maximum: number;
  readonly restorePerSecond: number;
}

export interface BucketState {
  readonly isTaken: boolean;
  readonly available: number;
  /** Until as much is there; 0 when it was taken, Infinity when that never happens. */
  readonly retryAfterMs: number;
}

/** One interface for whatever keeps the buckets; a shared store is as good as this process. */
export interface CostBuckets {
  /** Takes the cost out of the bucket, all of it or nothing. */
  take(key: string, budget: Budget, cost: number): Promise<BucketState>;
  /** Puts back what was taken and not used. @returns what is available then. */
  giveBack(key: string, budget: Budget, cost: number): Promise<number>;
}

interface Bucket {
  readonly available: number;
  /** `now()` at which that much was available. */
  readonly at: number;
}

/** More subjects than this at once, and the longest idle one starts with a full bucket again. */
const BUCKETS_MAX = 50_000;

/**
 * Buckets in memory. rate-limiter-flexible, which counts requests, has windows that end all at
 * once; `restoreRate` promises a steady flow.
 *
 * @param now milliseconds, never backwards.
 */
export function memoryCostBuckets(now: () => number = () => performance.now()): CostBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: BUCKETS_MAX });

  function availableAt(key: string, budget: Budget, at: number): number {
    const bucket = buckets.get(key);
    if (!bucket) return budget.maximum;
    const restored = ((at - bucket.at) / 1_000) * budget.restorePerSecond;
    return Math.min(budget.maximum, bucket.available + restored);
  }

  return {
    take: async (key, budget, cost) => {
      const at = now();
      const before = availableAt(key, budget, at);
      const isTaken = cost <= before;
      const available = isTaken ? before - cost : before;
      buckets.set(key, { available, at });
      return { isTaken, available, retryAfterMs: isTaken ? 0 : waitFor(budget, cost, before) };
    },
    giveBack: async (key, budget, cost) => {
      const at = now();
      const available = Math.min(budget.maximum, availableAt(key, budget, at) + cost);
      buckets.set(key, { available, at });
      return available;
    },
  };
}

function waitFor(budget: Budget, cost: number, available: number): number {
  if (cost > budget.maximum || budget.restorePerSecond === 0) return Number.POSITIVE_INFINITY;
  return ((cost - available) / budget.restorePerSecond) * 1_000;
}
