/** The erasure itself: without its key nobody reads what is sealed, wherever copies of it are. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { destroySubjectKeys } from '../queries/destroy-subject-keys.ts';
import { type ErasureSubject, SUBJECT_KINDS } from './subject-kinds.ts';

/**
 * Erased before, it changes nothing. Unwrapped keys in memory are the caller's to forget once the
 * transaction is committed. @returns how many rows had something of the subject.
 */
export async function eraseSubject(
  tx: TenantTransaction,
  bankId: BankId,
  { kind, id }: ErasureSubject,
  now: Date,
): Promise<number> {
  // Rows before keys, as whoever seals rows from before takes them: neither waits for the other.
  const rows = await SUBJECT_KINDS[kind].clear(tx, bankId, id, now);
  await destroySubjectKeys(tx, bankId, id, now);
  return rows;
}
