/** The envelope of one request or transaction: keys of subjects under that of their bank. */
import type { TenantTransaction, TenantWork } from '../../../lib/db/index.ts';
import {
  createDataKeys,
  createEnvelope,
  type Envelope,
  type PersonalKeys,
  underBankKey,
} from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { createKeyStore, type KeyAccess } from './key-store.ts';

/** @example const envelope = envelopeIn({ bankId, read: readInTenant, write: inTenant }, keys) */
export function envelopeIn(access: KeyAccess, { provider, cache }: PersonalKeys): Envelope {
  const store = createKeyStore(access);
  const bankKeys = createDataKeys({ provider, store, cache });
  return createEnvelope(createDataKeys({ provider: underBankKey(bankKeys), store, cache }));
}

/** All of it in one transaction: keys are added where what they seal is written, or neither is. */
export function envelopeWithin(
  tx: TenantTransaction,
  bankId: BankId,
  keys: PersonalKeys,
): Envelope {
  const run = <T>(work: TenantWork<T>): Promise<T> => work(tx);
  return envelopeIn({ bankId, read: run, write: run }, keys);
}
