/** The envelope of one request or transaction: keys of subjects under that of their bank. */
import {
  createDataKeys,
  createEnvelope,
  type Envelope,
  type PersonalKeys,
  underBankKey,
} from '../../../lib/envelope/index.ts';
import { createKeyStore, type KeyAccess } from './key-store.ts';

/** @example const envelope = envelopeIn({ bankId, read: run, write: run }, personalKeys) */
export function envelopeIn(access: KeyAccess, { provider, cache }: PersonalKeys): Envelope {
  const store = createKeyStore(access);
  const bankKeys = createDataKeys({ provider, store, cache });
  return createEnvelope(createDataKeys({ provider: underBankKey(bankKeys), store, cache }));
}
