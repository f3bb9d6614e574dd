/** Unwrapped data keys, for a while: bounded in number and time, zeroed when they leave. */
import { LRUCache } from 'lru-cache';

export interface KeyCacheOptions {
  readonly entriesMax: number;
  /** From unwrapping on, used or not: a key that was destroyed lives no longer than this. */
  readonly ttlMs: number;
}

export interface KeyCache {
  /**
   * Runs `work` on the key at once, in one turn with finding it alive. Who asks for a key that is
   * being loaded waits for the same load.
   * @param work must not keep the key, nor wait for anything.
   */
  readonly use: <T>(
    name: string,
    load: () => Promise<Uint8Array>,
    work: (key: Uint8Array) => T,
  ) => Promise<T>;
  /** Zeroes at once all keys whose name begins so; what is being loaded is not used any more. */
  readonly forget: (prefix: string) => void;
  /** Zeroes all. */
  readonly clear: () => void;
  readonly size: () => number;
}

interface Held {
  readonly key: Uint8Array;
  /** Who waited for it and had no turn yet; until then it is kept, evicted or not. */
  users: number;
  evicted: boolean;
  zeroed: boolean;
}

interface Loading {
  readonly held: Promise<Held>;
  users: number;
  forgotten: boolean;
}

/** Only a subject that is forgotten again and again is loaded more than once for one use. */
const LOADS_MAX = 8;

/** @example const cache = createKeyCache({ entriesMax: 10_000, ttlMs: 60_000 }) */
export function createKeyCache({ entriesMax, ttlMs }: KeyCacheOptions): KeyCache {
  const keys = new LRUCache<string, Held>({
    max: entriesMax,
    ttl: ttlMs,
    // Otherwise a key that is never asked for again would stay.
    ttlAutopurge: true,
    perf: { now: () => performance.now() },
    dispose: (one, _name, reason) => {
      if (reason === 'delete') return zero(one);
      one.evicted = true;
      zeroUnused(one);
    },
  });
  const loads = new Map<string, Loading>();

  const begin = (name: string, load: () => Promise<Uint8Array>): Loading => {
    const held = load().then((key) => {
      const one: Held = { key, users: loading.users, evicted: false, zeroed: false };
      if (loads.get(name) === loading) loads.delete(name);
      if (loading.forgotten) zero(one);
      else keys.set(name, one);
      return one;
    });
    const loading: Loading = { held, users: 0, forgotten: false };
    loads.set(name, loading);
    held.catch(() => {
      if (loads.get(name) === loading) loads.delete(name);
    });
    return loading;
  };
  const useLoading = async <T>(
    loading: Loading,
    work: (key: Uint8Array) => T,
  ): Promise<{ readonly result: T } | undefined> => {
    loading.users += 1;
    const one = await loading.held;
    try {
      // Forgotten while this one waited for its turn; sealing with zeros would be no seal.
      return one.zeroed ? undefined : { result: work(one.key) };
    } finally {
      one.users -= 1;
      zeroUnused(one);
    }
  };
  const forget = (prefix: string): void => {
    for (const name of [...keys.keys()]) if (name.startsWith(prefix)) keys.delete(name);
    for (const [name, loading] of loads) {
      if (!name.startsWith(prefix)) continue;
      loading.forgotten = true;
      loads.delete(name);
    }
  };

  return {
    use: async (name, load, work) => {
      for (let tries = 0; tries < LOADS_MAX; tries += 1) {
        const found = keys.get(name);
        if (found) return work(found.key);
        const used = await useLoading(loads.get(name) ?? begin(name, load), work);
        if (used) return used.result;
      }
      throw new Error('a data key was forgotten before its use, again and again');
    },
    forget,
    clear: () => forget(''),
    size: () => keys.size,
  };
}

function zeroUnused(one: Held): void {
  if (one.evicted && one.users === 0) zero(one);
}

function zero(one: Held): void {
  one.key.fill(0);
  one.zeroed = true;
}
