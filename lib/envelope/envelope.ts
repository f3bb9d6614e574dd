/** Sealing and opening of personal data, by place; who asks never meets a key. */
import type { DataKeys } from './data-keys.ts';
import type { Place, Subject } from './place.ts';
import { generationOf, openText, sealText } from './sealed-value.ts';

export type Opened =
  | { readonly kind: 'opened'; readonly text: string }
  /** The subject's key was destroyed, and with it what it sealed. */
  | { readonly kind: 'erased' };

export interface Envelope {
  /** @throws {SubjectErased} where the subject was erased; TypeError for lone surrogates. */
  readonly seal: (place: Place, text: string) => Promise<Uint8Array>;
  /** @throws {SealBroken} where value and place are not of one another. */
  readonly open: (place: Place, sealed: Uint8Array) => Promise<Opened>;
  /** After an erasure was committed: no copy of its key is left in this process. */
  readonly forget: (subject: Subject) => void;
}

/** Nothing new is written of who was erased. */
export class SubjectErased extends Error {
  override readonly name = 'SubjectErased';
}

/**
 * @example
 *   const place = { bankId, subjectId: holder.id, table: 'facts.account_holders',
 *     column: 'birth_date', rowId: holder.id, rowVersion: 1 };
 *   const sealed = await envelope.seal(place, '1970-12-13');
 */
export function createEnvelope(keys: DataKeys): Envelope {
  return {
    seal: async (place, text) => {
      const sealed = await keys.toSeal(place, (key) => sealText(key, place, text));
      if (!sealed) throw new SubjectErased('the subject was erased');
      return sealed;
    },
    open: async (place, sealed) => {
      const generation = generationOf(sealed);
      const text = await keys.toOpen(place, generation, (key) => openText(key, place, sealed));
      return text === undefined ? { kind: 'erased' } : { kind: 'opened', text };
    },
    forget: keys.forget,
  };
}
