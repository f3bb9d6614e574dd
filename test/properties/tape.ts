/** A row of numbers that decides everything random; shrinking it makes what it decides smaller. */

export interface Tape {
  /** A number from 0 to `below` - 1; 0 once the tape has run out. */
  readonly pick: (below: number) => number;
  readonly oneOf: <T>(items: readonly T[]) => T;
  /** True in `percent` of a hundred cases; false once the tape has run out. */
  readonly chance: (percent: number) => boolean;
  readonly isOver: () => boolean;
}

export function createTape(numbers: readonly number[]): Tape {
  let at = 0;
  return tapeOf(
    () => numbers[at++] ?? 0,
    () => at >= numbers.length,
  );
}

/** One that never runs out (mulberry32). */
export function createEndlessTape(seed: number): Tape {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return tapeOf(next, () => false);
}

function tapeOf(next: () => number, isOver: () => boolean): Tape {
  const pick = (below: number): number => (below < 1 ? 0 : next() % below);
  return {
    pick,
    oneOf: (items) => {
      const item = items[pick(items.length)];
      if (item === undefined) throw new RangeError('nothing to choose from');
      return item;
    },
    chance: (percent) => 99 - pick(100) < percent,
    isOver,
  };
}
