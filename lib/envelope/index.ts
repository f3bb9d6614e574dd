/** Personal data at rest: sealed per bank and subject, readable by whoever may use the key. */
export { bankSubject, indexSubject, underBankKey } from './bank-keys.ts';
export { createBlindIndex, type IndexedColumn, type Normalisation } from './blind-index.ts';
export {
  createDataKeys,
  type DataKeys,
  type DataKeysOptions,
  type KeyStore,
  type StoredKey,
} from './data-keys.ts';
export { createEnvelope, type Envelope, type Opened, SubjectErased } from './envelope.ts';
export { createKeyCache, type KeyCache, type KeyCacheOptions } from './key-cache.ts';
export { openPersonalKeys, type PersonalKeys, type PersonalKeysConfig } from './personal-keys.ts';
export type { Place, Subject } from './place.ts';
export { anyOf } from './providers/any-of.ts';
export { addKey, ensureKeyFile, KeysBeingAdded, openKeyFile } from './providers/local-file.ts';
export { type KeyProvider, KeyProviderError, type WrappedKey } from './providers/provider.ts';
export { RETRY, type RetryOptions } from './providers/retry.ts';
export { type VaultTransitOptions, vaultTransit } from './providers/vault-transit.ts';
export { type RewrapOptions, type Rewrapped, rewrapKeys } from './rewrap.ts';
export { type DataKey, SealBroken } from './sealed-value.ts';
