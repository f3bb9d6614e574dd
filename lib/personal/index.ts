/** Personal data in the database: sealed, opened and recognised within a tenant's transactions. */
export type { AccountTags, NamedAccount } from './account-tags.ts';
export {
  type CounterpartyTable,
  openCounterparty,
  type SealedCounterparty,
  type StoredCounterparty,
  sealCounterparties,
} from './counterparty.ts';
export { findSubjectKeys, type SubjectKey } from './find-subject-keys.ts';
export { createKeyStore, type KeyAccess } from './key-store.ts';
export { type Sealing, sealingIn, sealingWithin } from './sealing.ts';
