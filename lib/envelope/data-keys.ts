/** Data keys of subjects: made on first use, kept wrapped, unwrapped where they are needed. */
import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from './aes-gcm.ts';
import type { KeyCache } from './key-cache.ts';
import type { Subject } from './place.ts';
import type { KeyContext, KeyProvider, WrappedKey } from './providers/provider.ts';
import type { DataKey } from './sealed-value.ts';

export interface StoredKey extends WrappedKey {
  readonly generation: number;
}

/** Where wrapped keys are; a subject without any is erased, or was never there. */
export interface KeyStore {
  /** The newest generation, or the one asked for. */
  readonly find: (subject: Subject, generation?: number) => Promise<StoredKey | undefined>;
  /** Of two at once the first stands; undefined where the subject was erased and gets none again. */
  readonly add: (subject: Subject, key: StoredKey) => Promise<StoredKey | undefined>;
  /** Only while it still is wrapped as `was`; false where it isn't, or was erased meanwhile. */
  readonly replace: (subject: Subject, was: StoredKey, by: StoredKey) => Promise<boolean>;
}

export interface DataKeys {
  /** Undefined where the subject is erased. */
  readonly toSeal: <T>(subject: Subject, work: (key: DataKey) => T) => Promise<T | undefined>;
  /** Undefined where the key is gone: what it sealed can't be read by anyone. */
  readonly toOpen: <T>(
    subject: Subject,
    generation: number,
    work: (key: DataKey) => T,
  ) => Promise<T | undefined>;
  /** After its stored keys were deleted: no copy is left in this process. */
  readonly forget: (subject: Subject) => void;
}

export interface DataKeysOptions {
  readonly provider: Pick<KeyProvider, 'wrap' | 'unwrap'>;
  readonly store: KeyStore;
  readonly cache: KeyCache;
}

/** Another length than that of a key would be a provider's mistake, or worse. */
const WRONG_LENGTH = `a data key has ${KEY_BYTES} bytes`;

/**
 * Costs nothing to make: one per request, with a store that answers many by one statement, and the
 * process's cache. The store is asked each time, so an erasure is seen at once everywhere.
 * @throws what provider and store throw; nothing is ever sealed with another key instead.
 */
export function createDataKeys({ provider, store, cache }: DataKeysOptions): DataKeys {
  const make = async (subject: Subject): Promise<StoredKey | undefined> => {
    const generation = 1;
    const key = randomBytes(KEY_BYTES);
    try {
      const wrapped = await provider.wrap(key, contextOf(subject, generation));
      return await store.add(subject, { ...wrapped, generation });
    } finally {
      key.fill(0);
    }
  };
  const use = <T>(subject: Subject, stored: StoredKey, work: (key: DataKey) => T): Promise<T> => {
    const { generation } = stored;
    const load = async (): Promise<Uint8Array> => {
      const key = await provider.unwrap(stored, contextOf(subject, generation));
      if (key.length !== KEY_BYTES) throw new RangeError(WRONG_LENGTH);
      return key;
    };
    // By its bytes too: one that was added in a transaction and rolled back stands for no key stored.
    const name = `${prefixOf(subject)}${generation}:${Buffer.from(stored.bytes).toString('base64')}`;
    return cache.use(name, load, (key) => work({ generation, key }));
  };
  return {
    toSeal: async (subject, work) => {
      const stored = (await store.find(subject)) ?? (await make(subject));
      return stored && use(subject, stored, work);
    },
    toOpen: async (subject, generation, work) => {
      const stored = await store.find(subject, generation);
      return stored && use(subject, stored, work);
    },
    forget: (subject) => cache.forget(prefixOf(subject)),
  };
}

function contextOf({ bankId, subjectId }: Subject, generation: number): KeyContext {
  return { bankId, subjectId, generation };
}

/** JSON, so that no two subjects give one prefix, and none the beginning of another's. */
function prefixOf({ bankId, subjectId }: Subject): string {
  return `${JSON.stringify([bankId, subjectId])}:`;
}
