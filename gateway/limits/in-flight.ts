/** How many requests are worked on at once; what is over is refused at once, not queued. */
import { Refusal } from '../../lib/errors/index.ts';

export interface InFlight {
  /** Takes a place and returns the function that gives it back (idempotent). */
  readonly enter: () => () => void;
  readonly count: () => number;
}

/** @throws {Refusal} OVERLOADED from `enter` when all places are taken. */
export function createInFlight(max: number): InFlight {
  let count = 0;
  return {
    count: () => count,
    enter: () => {
      if (count >= max) {
        throw new Refusal('OVERLOADED', 'The gateway is at its limit; try again shortly.', {
          headers: { 'retry-after': '1' },
        });
      }
      count += 1;
      let left = false;
      return () => {
        if (!left) count -= 1;
        left = true;
      };
    },
  };
}
