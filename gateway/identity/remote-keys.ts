/** An issuer's keys as they change: fetched, kept, refreshed, and for a while done without. */
import { setTimeout as wait } from 'node:timers/promises';
import { errors, type JWTVerifyGetKey } from 'jose';
import { fetchKeys } from './fetch-keys.ts';
import { type KeyFault, type KeySet, KeysUnavailable, readKeySet } from './key-set.ts';
import type { KeySource } from './keys.ts';
import { createPacedFetch, type PacedFetch } from './paced-fetch.ts';

export interface RemoteKeysOptions {
  /** Told how each fetch ended. */
  readonly onFetch?: (outcome: 'changed' | 'unchanged' | KeyFault) => void;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds of a clock that never goes back. */
  readonly clock?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
  /** At least this long from one fetch to the next, whatever arrives. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
  /** From this age on keys are fetched anew beside the requests, none of which waits. */
  readonly refreshAfterMs?: number;
  /** From this age on a request waits for new keys first. */
  readonly cacheMaxAgeMs?: number;
  /** How much longer the last good keys count while the issuer can't be reached. */
  readonly staleGraceMs?: number;
  /** How many requests may wait for a fetch at once. */
  readonly waitingMax?: number;
}

interface Held extends KeySet {
  readonly at: number;
  /** The number of the fetch it is from. */
  readonly fetch: number;
}

const DEFAULTS = {
  cooldownMs: 2_000,
  timeoutMs: 3_000,
  refreshAfterMs: 60_000,
  cacheMaxAgeMs: 600_000,
  staleGraceMs: 1_800_000,
  waitingMax: 1_024,
};

const SURROUNDINGS = {
  fetch: globalThis.fetch,
  clock: performance.now.bind(performance),
  wait: (ms: number): Promise<unknown> => wait(ms),
};

/**
 * What is promised, and to whom.
 *
 * To the issuer: one fetch at a time and one per cooldown, however many unknown `kid`s arrive,
 * whether fetches succeed or not.
 *
 * To clients: a token whose key was published before its first use is never refused for it. Its
 * request is held until a fetch that began after it arrived has ended: a cooldown and two
 * timeouts at most. (A cooldown during which unknown `kid`s are refused, as jose's
 * createRemoteJWKSet has, turns a rotation right after a fetch into 401s.) It takes an issuer
 * that answers, and fewer than `waitingMax` requests waiting: a flood of invented `kid`s may
 * fill those places. Then an issuer that publishes a key `refreshAfterMs` ahead of its use is
 * still never refused, for then no request of ours depends on waiting. Keys are told apart by
 * `kid` alone: one replaced under the same `kid` counts from the next refresh on.
 *
 * To the issuer again: a key that left the set is refused from the next fetch on: after
 * `refreshAfterMs` under traffic, and after `cacheMaxAgeMs + staleGraceMs` in the worst case, when
 * nothing can be fetched any more; then nobody is let in.
 */
export function createRemoteKeys(url: URL, options: RemoteKeysOptions = {}): KeySource {
  const limits = { ...DEFAULTS, ...SURROUNDINGS, ...options };
  const { clock, fetch, onFetch } = limits;
  let held: Held | undefined;
  let version = 0;
  let failed: unknown;

  const fetches = createPacedFetch(async (number, at) => {
    try {
      const set = readKeySet(await fetchKeys(url, limits.timeoutMs, fetch));
      const isChanged = set.fingerprint !== held?.fingerprint;
      // A set that is the same keeps its imported keys.
      held = { ...(isChanged || !held ? set : held), at, fetch: number };
      failed = undefined;
      if (isChanged) version += 1;
      onFetch?.(isChanged ? 'changed' : 'unchanged');
    } catch (error) {
      failed = error;
      onFetch?.(error instanceof KeysUnavailable ? error.kind : 'refused');
      throw error;
    }
  }, limits);

  const age = () => (held ? clock() - held.at : Number.POSITIVE_INFINITY);
  const isUsable = () => age() <= limits.cacheMaxAgeMs + limits.staleGraceMs;

  async function current(): Promise<Held> {
    const isWaitedFor = age() > limits.cacheMaxAgeMs && !(failed !== undefined && isUsable());
    if (isWaitedFor) await fetches.join().catch(() => undefined);
    else if (age() > limits.refreshAfterMs) void fetches.next().catch(() => undefined);
    if (held && isUsable()) return held;
    throw failed ?? new KeysUnavailable('crowded', 'too many requests wait for the first keys');
  }

  return {
    keys: findIn(current, fetches),
    version: () => version,
    ready: async () => void (await current()),
    published: undefined,
  };
}

/** Looks a key up; where there is none, waits for a set fetched after the request arrived. */
function findIn(current: () => Promise<Held>, fetches: PacedFetch): JWTVerifyGetKey {
  return async (header, token) => {
    const seen = fetches.started();
    for (;;) {
      const set = await current();
      try {
        return await set.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // What was in flight on arrival may have been written before its key was added.
        if (set.fetch > seen) throw error;
      }
      await fetches.join();
    }
  };
}
