/** Takes every key of a subject out of its row, and leaves the row: the subject gets none again. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { MAX, NIL } from 'uuid';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { subjectKeys } from '../tables.ts';

/** The bank's own keys are under ids no person has; without them nobody of the bank is read again. */
const OF_THE_BANK: readonly string[] = [NIL, MAX];

/**
 * The first generation by insert or update: a transaction that is just adding it is waited for, and
 * who never had a key gets a row without one.
 * @throws {RangeError} for the bank's own keys.
 */
export async function destroySubjectKeys(
  tx: TenantTransaction,
  bankId: BankId,
  subjectId: string,
  erasedAt: Date,
): Promise<void> {
  if (OF_THE_BANK.includes(subjectId)) throw new RangeError('the bank itself is no person');
  const gone = { keyId: null, wrapped: null, erasedAt };
  await tx
    .insert(subjectKeys)
    .values({ bankId, subjectId, generation: 1, ...gone })
    .onConflictDoUpdate({
      target: [subjectKeys.bankId, subjectKeys.subjectId, subjectKeys.generation],
      set: {
        ...{ keyId: null, wrapped: null },
        erasedAt: sql`coalesce(${subjectKeys.erasedAt}, excluded.erased_at)`,
      },
    });
  await tx
    .update(subjectKeys)
    .set(gone)
    .where(
      and(
        eq(subjectKeys.bankId, bankId),
        eq(subjectKeys.subjectId, subjectId),
        isNull(subjectKeys.erasedAt),
      ),
    );
}
