/** Recomputes a chain piece by piece. */
import { GENESIS_HASH } from '../../../lib/chain.ts';
import type { AuditEntryModel } from '../models.ts';
import { hashOf } from './entry.ts';

/** How far a chain has been found whole. */
export interface Link {
  readonly sequence: number;
  readonly hash: string;
}

export const FIRST_LINK: Link = { sequence: 0, hash: GENESIS_HASH };

export type Checked =
  | { readonly kind: 'whole'; readonly link: Link }
  | { readonly kind: 'broken'; readonly sequence: number };

/**
 * Checks the entries from behind a link to the one numbered `end`, given in ascending order. A gap
 * breaks where the first missing entry belongs.
 */
export function checkLinks(link: Link, entries: readonly AuditEntryModel[], end: number): Checked {
  let last = link;
  for (const entry of entries) {
    const sequence = last.sequence + 1;
    const fits =
      entry.sequence === sequence &&
      entry.previousHash === last.hash &&
      entry.hash === hashOf(entry);
    if (!fits) return { kind: 'broken', sequence };
    last = { sequence, hash: entry.hash };
  }
  if (last.sequence < end) return { kind: 'broken', sequence: last.sequence + 1 };
  return { kind: 'whole', link: last };
}
