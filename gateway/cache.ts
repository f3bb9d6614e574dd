/** A bounded cache that counts its look-ups and shows its size. */
import { LRUCache } from 'lru-cache';
import { Counter, Gauge, type Registry } from 'prom-client';

/** A bounded map that counts. */
export interface Cache<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
  readonly clear: () => void;
}

export interface CacheOptions<V> {
  /** The stage that asks; part of the metrics' names. */
  readonly stage: string;
  readonly registry: Registry;
  readonly entriesMax: number;
  /** All values together, in the unit of `sizeOf`; a larger value is not kept. */
  readonly sizeMax: number;
  readonly sizeOf: (value: V) => number;
}

/**
 * Counts `payscope_<stage>_cache_lookups_total{result}`, `…_cache_evictions_total`, and shows
 * `…_cache_entries` and `…_cache_size`.
 */
export function createCache<V extends object>(options: CacheOptions<V>): Cache<V> {
  const { stage, registry, entriesMax, sizeMax, sizeOf } = options;
  const registers = [registry];
  const name = (what: string) => `payscope_${stage}_cache_${what}`;
  const lookups = new Counter({
    name: name('lookups_total'),
    help: `Look-ups in the cache of ${stage}, by result: hit or miss.`,
    labelNames: ['result'],
    registers,
  });
  const evictions = new Counter({
    name: name('evictions_total'),
    help: `Entries of the cache of ${stage} dropped for others.`,
    registers,
  });
  const entries = new LRUCache<string, V>({
    max: entriesMax,
    maxSize: sizeMax,
    sizeCalculation: (value) => 1 + sizeOf(value),
    dispose: (_value, _key, reason) => {
      if (reason === 'evict') evictions.inc();
    },
  });
  const show = (what: string, help: string, read: () => number) =>
    new Gauge({
      name: name(what),
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  show('entries', `Entries in the cache of ${stage}.`, () => entries.size);
  show(
    'size',
    `Size of the cache of ${stage}: characters of what is kept, and one for each entry.`,
    () => entries.calculatedSize,
  );
  return {
    get: (key) => {
      const value = entries.get(key);
      lookups.inc({ result: value === undefined ? 'miss' : 'hit' });
      return value;
    },
    set: (key, value) => void entries.set(key, value),
    clear: () => entries.clear(),
  };
}
