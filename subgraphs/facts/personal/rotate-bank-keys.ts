/** Wraps the keys of a bank anew; those of its people stay, since the bank's wraps them. */
import { type Database, readTenant, withTenant } from '../../../lib/db/index.ts';
import {
  bankSubject,
  type KeyProvider,
  type Rewrapped,
  rewrapKeys,
} from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { createKeyStore, findSubjectKeys } from '../../../lib/personal/index.ts';

/**
 * Runs while others read and write: whoever holds the key unwrapped goes on with it, and whoever
 * asks next unwraps the new form.
 * @throws {KeyProviderError} what is wrapped anew by then stays so.
 */
export async function rotateBankKeys(
  db: Database,
  bankId: BankId,
  provider: KeyProvider,
): Promise<Rewrapped> {
  const subject = bankSubject(bankId);
  const store = createKeyStore({
    bankId,
    read: (work) => readTenant(db, bankId, work),
    write: (work) => withTenant(db, bankId, work),
  });
  const keys = await readTenant(db, bankId, (tx) =>
    findSubjectKeys(tx, bankId, [subject.subjectId]),
  );
  const stored = (async function* () {
    for (const key of keys) yield { subject, key };
  })();
  return rewrapKeys({ provider, store, stored });
}
