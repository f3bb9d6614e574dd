/** One fetch at a time and one per cooldown; whoever asks meanwhile shares the next. */
import { KeysUnavailable } from './key-set.ts';

export interface PacedFetch {
  /** The fetch in flight, or else the next one that the cooldown permits. Rejects as it does. */
  readonly next: () => Promise<void>;
  /**
   * The same for a request, which takes one of the places there are for waiting.
   * @throws {KeysUnavailable} crowded, where all are taken.
   */
  readonly join: () => Promise<void>;
  /** How many fetches have begun. */
  readonly started: () => number;
}

export interface Pace {
  readonly cooldownMs: number;
  readonly waitingMax: number;
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** @example createPacedFetch(refresh, { cooldownMs: 2_000, waitingMax: 1_024, clock, wait }) */
export function createPacedFetch(
  fetch: (number: number, startedAt: number) => Promise<void>,
  pace: Pace,
): PacedFetch {
  let startedAt = Number.NEGATIVE_INFINITY;
  let started = 0;
  let waiting = 0;
  let pending: Promise<void> | undefined;

  async function run(): Promise<void> {
    const pause = startedAt + pace.cooldownMs - pace.clock();
    if (pause > 0) await pace.wait(pause);
    startedAt = pace.clock();
    started += 1;
    try {
      await fetch(started, startedAt);
    } finally {
      pending = undefined;
    }
  }

  const next = () => {
    pending ??= run();
    return pending;
  };
  const join = async () => {
    if (waiting >= pace.waitingMax) {
      throw new KeysUnavailable('crowded', 'too many requests wait for new keys');
    }
    waiting += 1;
    try {
      await next();
    } finally {
      waiting -= 1;
    }
  };
  return { next, join, started: () => started };
}
