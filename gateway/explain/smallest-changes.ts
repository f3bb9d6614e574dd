/** The smallest sets of things that, added, make something hold; found by trying. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';

export interface Search<Found> {
  readonly candidates: readonly string[];
  readonly sizeMax: number;
  /** What comes of adding a set; undefined when it does not help. */
  readonly attempt: (added: readonly string[]) => Found | undefined;
}

export interface SmallestChange<Found> {
  readonly add: readonly string[];
  readonly found: Found;
}

/** Attempts without letting other requests have their turn: some 10 ms. */
const ATTEMPTS_AT_ONCE = 20;

/**
 * Tries sets by size, so the first that help are the smallest; gives all of that size. When all
 * candidates at once don't help, no smaller set is tried.
 * @example await smallestChanges({ candidates: ['a', 'b'], sizeMax: 2, attempt: (added) => added.includes('b') || undefined })
 */
export async function smallestChanges<Found>(
  search: Search<Found>,
): Promise<readonly SmallestChange<Found>[]> {
  const { candidates, sizeMax, attempt } = search;
  if (attempt(candidates) === undefined) return [];
  let attempts = 1;
  for (let size = 1; size <= Math.min(sizeMax, candidates.length); size += 1) {
    const helping: SmallestChange<Found>[] = [];
    for (const add of setsOf(candidates, size)) {
      const found = attempt(add);
      if (found !== undefined) helping.push({ add, found });
      attempts += 1;
      if (attempts % ATTEMPTS_AT_ONCE === 0) await yieldToOthers();
    }
    if (helping.length > 0) return helping;
  }
  return [];
}

/** In the order of the candidates. */
function* setsOf(candidates: readonly string[], size: number): Generator<readonly string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, first] of candidates.entries()) {
    for (const rest of setsOf(candidates.slice(index + 1), size - 1)) yield [first, ...rest];
  }
}
