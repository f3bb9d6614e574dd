/** Sealing, opening and tagging of one request or transaction: keys of subjects under that of their bank. */
import type { TenantTransaction, TenantWork } from '../db/index.ts';
import {
  createDataKeys,
  createEnvelope,
  type Envelope,
  type PersonalKeys,
  underBankKey,
} from '../envelope/index.ts';
import type { BankId } from '../ids.ts';
import { type AccountTags, accountTagsBy } from './account-tags.ts';
import { createKeyStore, type KeyAccess } from './key-store.ts';

export type Sealing = Envelope & AccountTags;

/** @example const sealing = sealingIn({ bankId, read: readInTenant, write: inTenant }, keys) */
export function sealingIn(access: KeyAccess, personalKeys: PersonalKeys | undefined): Sealing {
  if (!personalKeys) return NO_SEALING;
  const { provider, cache } = personalKeys;
  const store = createKeyStore(access);
  const bankKeys = createDataKeys({ provider, store, cache });
  const keys = createDataKeys({ provider: underBankKey(bankKeys), store, cache });
  return { ...createEnvelope(keys), ...accountTagsBy(keys, access.bankId) };
}

/** All of it in one transaction: keys are added where what they seal is written, or neither is. */
export function sealingWithin(
  tx: TenantTransaction,
  bankId: BankId,
  keys: PersonalKeys | undefined,
): Sealing {
  const run = <T>(work: TenantWork<T>): Promise<T> => work(tx);
  return sealingIn({ bankId, read: run, write: run }, keys);
}

/** What needs keys fails where there are none; nothing is read or written in the clear instead. */
const NO_SEALING: Sealing = {
  seal: failWithoutKeys,
  open: failWithoutKeys,
  tagsOf: failWithoutKeys,
  findTags: failWithoutKeys,
  // It holds none.
  forget: () => undefined,
};

async function failWithoutKeys(): Promise<never> {
  throw new Error('PERSONAL_KEYS is missing');
}
