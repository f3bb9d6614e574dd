/** A place for checkpoints in memory, which can be made to fail and which tests can wait for. */
import type { CheckpointPlace } from '../../subgraphs/audit/checkpoint/place.ts';

export interface CheckpointMemory {
  readonly place: CheckpointPlace;
  /** Every note, as it came. */
  readonly kept: readonly string[];
  /** `hangs`: what is to be kept is answered never. */
  readonly state: { mood: 'works' | 'fails' | 'hangs' };
  /** Resolves at the next call of `keep`, once that has taken effect. */
  readonly nextTry: () => Promise<void>;
}

export function checkpointMemory(): CheckpointMemory {
  const kept: string[] = [];
  const byOrigin = new Map<string, string>();
  const state: CheckpointMemory['state'] = { mood: 'works' };
  let waiting: (() => void)[] = [];
  const place: CheckpointPlace = {
    keep: async (origin, note) => {
      const told = waiting;
      waiting = [];
      const { mood } = state;
      if (mood === 'works') {
        kept.push(note);
        byOrigin.set(origin, note);
      }
      for (const tell of told) tell();
      if (mood === 'fails') throw new Error('it is down');
      if (mood === 'hangs') await new Promise(() => {});
    },
    latest: async (origin) => byOrigin.get(origin),
  };
  const nextTry = () => new Promise<void>((resolve) => void waiting.push(resolve));
  return { place, kept, state, nextTry };
}
