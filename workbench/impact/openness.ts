/** Effects from the most closed to the most open. */
import type { Effect } from '../../gateway/policy/index.ts';

const OPENNESS: Readonly<Record<Effect | 'conditional', number>> = {
  hide: 0,
  deny: 1,
  mask: 2,
  conditional: 3,
  allow: 4,
};

export function opennessOf(effect: Effect | 'conditional'): number {
  return OPENNESS[effect];
}

/** Whether something is seen that was not: the kind of change somebody has to approve. */
export function isOpening(before: Effect, after: Effect | 'conditional'): boolean {
  return OPENNESS[after] > OPENNESS[before] && OPENNESS[after] >= OPENNESS.mask;
}
