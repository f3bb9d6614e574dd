import fc from 'fast-check';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createCache } from './cache.ts';

function cacheOf(registry: Registry, limits = { entriesMax: 3, sizeMax: 100 }) {
  return createCache({
    stage: 'test',
    registry,
    ...limits,
    sizeOf: ({ text }: { readonly text: string }) => text.length,
  });
}

const value = async (registry: Registry, name: string, labels = '') => {
  const lines = (await registry.metrics()).split('\n');
  const series = `payscope_test_cache_${name}${labels} `;
  return Number(lines.find((line) => line.startsWith(series))?.slice(series.length) ?? 0);
};

test('gives what was set, and counts hits and misses', async () => {
  const registry = new Registry();
  const cache = cacheOf(registry);
  expect(cache.get('a')).toBeUndefined();
  cache.set('a', { text: 'x' });
  expect(cache.get('a')).toEqual({ text: 'x' });
  expect(await value(registry, 'lookups_total', '{result="hit"}')).toBe(1);
  expect(await value(registry, 'lookups_total', '{result="miss"}')).toBe(1);
  expect(await value(registry, 'entries')).toBe(1);
  cache.clear();
  expect(await value(registry, 'entries')).toBe(0);
});

test('is bounded in entries and in size, whatever is set', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 200 }))),
      async (sets) => {
        const registry = new Registry();
        const cache = cacheOf(registry);
        for (const [key, text] of sets) cache.set(key, { text });
        expect(await value(registry, 'entries')).toBeLessThanOrEqual(3);
        expect(await value(registry, 'size')).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 100 },
  );
});

test('counts what it drops for others', async () => {
  const registry = new Registry();
  const cache = cacheOf(registry);
  for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, { text: key });
  expect(await value(registry, 'evictions_total')).toBe(2);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.get('e')).toEqual({ text: 'e' });
});

test('a value larger than the whole cache is not kept, and takes nothing along', () => {
  const cache = cacheOf(new Registry());
  cache.set('small', { text: 'x' });
  cache.set('large', { text: 'x'.repeat(1_000) });
  expect(cache.get('large')).toBeUndefined();
  expect(cache.get('small')).toEqual({ text: 'x' });
});
