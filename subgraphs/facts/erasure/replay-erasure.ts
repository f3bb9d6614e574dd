/** Erases again whom the trail has as erased: what a backup brought back is gone again. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { type Teller, tellTrail } from '../../../lib/trail/index.ts';
import { eraseSubject } from './erase-subject.ts';
import { type ErasureSubject, SUBJECT_KINDS } from './subject-kinds.ts';

export interface Erasure {
  readonly subject: ErasureSubject;
  readonly erasedAt: Date;
}

/** `unknown`: the backup is from before there was such a subject; it gets no key later either. */
export type Replayed = 'erased' | 'already' | 'unknown';

/** May be done again and again. */
export async function replayErasure(
  tx: TenantTransaction,
  bankId: BankId,
  { subject, erasedAt }: Erasure,
  teller: Teller,
): Promise<Replayed> {
  const { kind, id } = subject;
  const found = await SUBJECT_KINDS[kind].find(tx, bankId, id);
  if (found?.erasedAt) return 'already';
  await eraseSubject(tx, bankId, subject, erasedAt);
  if (!found) return 'unknown';
  const details = { subject_kind: kind, subject: id, decided_at: erasedAt.toISOString() };
  const event = { category: 'lifecycle', kind: 'ERASURE_REPLAYED', details } as const;
  await tellTrail(tx, bankId, teller, [{ event, entityIds: [id] }]);
  return 'erased';
}
