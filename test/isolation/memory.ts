/** What answers gave that later questions use: cursors and ids of each bank. */
import type { Tape } from '../properties/tape.ts';
import { BANKS } from './canaries.ts';

const KEPT = 64;
/** `cursor`, `cursor:<list>`, `decision`, `elevation`, `key`, `batch` */
export type Kept = string;

export interface Memory {
  readonly keep: (bank: number, kind: Kept, value: string) => void;
  readonly draw: (tape: Tape, bank: number, kind: Kept) => string | undefined;
  /** Whose a UUID is that the platform made. */
  readonly ownerOf: (uuid: string) => number | undefined;
}

const OWNED_MAX = 200_000;

export function createMemory(): Memory {
  const rings = Array.from({ length: BANKS }, () => new Map<Kept, string[]>());
  const owners = new Map<string, number>();
  return {
    keep: (bank, kind, value) => {
      const ring = rings[bank]?.get(kind) ?? [];
      if (ring.length >= KEPT) ring.shift();
      ring.push(value);
      rings[bank]?.set(kind, ring);
      if (kind !== 'decision' && kind !== 'elevation') return;
      owners.set(value, bank);
      if (owners.size <= OWNED_MAX) return;
      const [oldest] = owners.keys();
      if (oldest !== undefined) owners.delete(oldest);
    },
    draw: (tape, bank, kind) => {
      const ring = rings[bank]?.get(kind) ?? [];
      return ring.length === 0 ? undefined : tape.oneOf(ring);
    },
    ownerOf: (uuid) => owners.get(uuid),
  };
}
