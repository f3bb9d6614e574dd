import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKeyCache } from './key-cache.ts';

afterEach(() => vi.useRealTimers());

const isZero = (key: Uint8Array) => key.every((byte) => byte === 0);
const load = async () => randomBytes(32);

describe('the cache of unwrapped keys', () => {
  it('loads a key once for all who ask at once, and again after a failure', async () => {
    const cache = createKeyCache({ entriesMax: 10, ttlMs: 60_000 });
    let loads = 0;
    const counted = async () => {
      loads += 1;
      if (loads === 1) throw new Error('not now');
      return randomBytes(32);
    };
    await expect(cache.use('a', counted, isZero)).rejects.toThrow('not now');
    await Promise.all(Array.from({ length: 50 }, () => cache.use('a', counted, isZero)));
    expect(loads).toBe(2);
  });

  it('holds no more than its bound, and zeroes what leaves', async () => {
    const cache = createKeyCache({ entriesMax: 3, ttlMs: 60_000 });
    const keys = Array.from({ length: 10 }, () => randomBytes(32));
    for (const [index, key] of keys.entries()) await cache.use(`${index}`, async () => key, isZero);
    expect(cache.size()).toBe(3);
    expect(keys.map(isZero)).toEqual(keys.map((_, index) => index < 7));
    cache.clear();
    expect(keys.every(isZero)).toBe(true);
  });

  it('zeroes a key when its time is over, asked for or not', async () => {
    vi.useFakeTimers();
    // An age is counted from a start that is not 0, which the faked clock begins with.
    vi.advanceTimersByTime(1);
    const cache = createKeyCache({ entriesMax: 3, ttlMs: 1_000 });
    const key = randomBytes(32);
    await cache.use('a', async () => key, isZero);
    await vi.advanceTimersByTimeAsync(900);
    await cache.use('a', load, isZero);
    expect(isZero(key)).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(isZero(key)).toBe(true);
    expect(cache.size()).toBe(0);
  });

  it('hands out no key that was zeroed while someone waited for it', async () => {
    const cache = createKeyCache({ entriesMax: 1, ttlMs: 60_000 });
    const names = Array.from({ length: 300 }, (_, index) => `${index % 7}`);
    const zeros = await Promise.all(names.map((name) => cache.use(name, load, isZero)));
    expect(zeros).not.toContain(true);
  });

  it('forgets a subject at once, also what is on its way, and no other', async () => {
    const cache = createKeyCache({ entriesMax: 10, ttlMs: 60_000 });
    const [held, other, late, fresh] = [0, 0, 0, 0].map(() => randomBytes(32)) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    await cache.use('a:1', async () => held, isZero);
    await cache.use('b:1', async () => other, isZero);
    const gate = Promise.withResolvers<Uint8Array>();
    let seen: Uint8Array | undefined;
    const waiting = cache.use('a:2', () => gate.promise.finally(() => undefined), isZero);
    cache.forget('a:');
    const reloaded = cache.use(
      'a:2',
      async () => fresh,
      (key) => {
        seen = key;
        return isZero(key);
      },
    );
    gate.resolve(late);
    expect(await waiting).toBe(false);
    expect(await reloaded).toBe(false);
    expect(seen).toBe(fresh);
    expect([held, late, other].map(isZero)).toEqual([true, true, false]);
  });
});
