/** What banks sent of other banks: an id that was asked for may stand in the asker's own trail. */
import type { Asked } from './asked.ts';
import { findCanaries, MADE_IDS } from './canaries.ts';

export interface Sent {
  readonly note: (asked: Asked) => void;
  /** Whether this bank sent this text itself. */
  readonly has: (bank: number, text: string) => boolean;
  /** Whether anybody wrote it into the text of an operation, where it is part of a cache's key. */
  readonly isInlined: (text: string) => boolean;
}

export function createSent(): Sent {
  const sent = new Map<number, Set<string>>();
  const inlined = new Set<string>();
  return {
    note: ({ bank, body, kind }) => {
      const own = sent.get(bank) ?? new Set<string>();
      sent.set(bank, own);
      findCanaries(body, (found) => {
        if (found.bank !== bank) own.add(found.text);
        if (kind === 'inlined' || kind === 'malformed') inlined.add(found.text);
      });
      for (const [id] of body.matchAll(MADE_IDS)) own.add(id);
    },
    has: (bank, text) => sent.get(bank)?.has(text) ?? false,
    isInlined: (text) => inlined.has(text),
  };
}
