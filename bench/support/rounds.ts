/** Several ways measured in turns, so that whatever else the machine does hits all of them. */
import { isDeepStrictEqual } from 'node:util';

export type Way = () => Promise<unknown>;

/** What one way took and gave. */
export interface Measured {
  /** Milliseconds, in the order measured. */
  readonly ms: readonly number[];
  readonly answer: unknown;
}

/** @throws when a way does not answer the same each time. */
export async function inTurns(count: number, ways: readonly Way[]): Promise<readonly Measured[]> {
  const taken: { readonly way: Way; readonly ms: number[]; readonly answer: unknown }[] = [];
  for (const way of ways) taken.push({ way, ms: [], answer: await way() });
  for (let round = 0; round < count; round += 1) {
    // None is always the one that comes behind the same other.
    for (const { way, ms, answer } of round % 2 === 0 ? taken : taken.toReversed()) {
      const one = await timed(way);
      if (!isDeepStrictEqual(one.answer, answer)) throw new Error('not the same answer each time');
      ms.push(one.ms);
    }
  }
  return taken;
}

async function timed(way: Way): Promise<{ readonly ms: number; readonly answer: unknown }> {
  const startedAt = performance.now();
  const answer = await way();
  return { ms: performance.now() - startedAt, answer };
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * at)] ?? Number.NaN;
}

/** `6.10 ms (10th to 90th percentile 5.90 to 6.80)` */
export function spreadOf(values: readonly number[], unit = ' ms'): string {
  const [low, middle, high] = [0.1, 0.5, 0.9].map((at) => quantile(values, at).toFixed(2));
  return `${middle}${unit} (10th to 90th percentile ${low} to ${high})`;
}
