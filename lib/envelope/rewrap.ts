/** Rotation of key-encryption keys: data keys are wrapped anew, sealed values stay as they are. */
import type { KeyStore, StoredKey } from './data-keys.ts';
import type { Subject } from './place.ts';
import type { KeyProvider } from './providers/provider.ts';

export interface RewrapOptions {
  readonly provider: KeyProvider;
  readonly store: KeyStore;
  /** Subjects with their stored keys, as many at a time as fit in memory. */
  readonly stored: AsyncIterable<{ readonly subject: Subject; readonly key: StoredKey }>;
  readonly onProgress?: (done: Rewrapped) => void;
}

export interface Rewrapped {
  readonly rewrapped: number;
  /** Wrapped with the current key before. */
  readonly current: number;
  /** Erased or re-wrapped by another meanwhile. */
  readonly overtaken: number;
}

/**
 * May be stopped and begun again, and runs while others read and write.
 * @throws what the provider throws: an old key is taken away only after a run without.
 */
export async function rewrapKeys(options: RewrapOptions): Promise<Rewrapped> {
  const { provider, store, stored, onProgress } = options;
  const keyId = await provider.keyId();
  let done: Rewrapped = { rewrapped: 0, current: 0, overtaken: 0 };
  for await (const { subject, key } of stored) {
    const outcome =
      key.keyId === keyId ? 'current' : await rewrapOne({ provider, store }, subject, key);
    done = { ...done, [outcome]: done[outcome] + 1 };
    onProgress?.(done);
  }
  return done;
}

async function rewrapOne(
  { provider, store }: Pick<RewrapOptions, 'provider' | 'store'>,
  { bankId, subjectId }: Subject,
  was: StoredKey,
): Promise<'rewrapped' | 'overtaken'> {
  const { generation } = was;
  const context = { bankId, subjectId, generation };
  const dataKey = await provider.unwrap(was, context);
  try {
    const by = { ...(await provider.wrap(dataKey, context)), generation };
    const replaced = await store.replace({ bankId, subjectId }, was, by);
    return replaced ? 'rewrapped' : 'overtaken';
  } finally {
    dataKey.fill(0);
  }
}
