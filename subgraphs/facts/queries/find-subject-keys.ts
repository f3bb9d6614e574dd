/** The wrapped keys of subjects, oldest first; an erased one has none. */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { StoredKey } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { subjectKeys } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export interface SubjectKey extends StoredKey {
  readonly subjectId: string;
}

export async function findSubjectKeys(
  tx: TenantTransaction,
  bankId: BankId,
  subjectIds: readonly string[],
): Promise<readonly SubjectKey[]> {
  const rows = await tx
    .select()
    .from(subjectKeys)
    .where(
      and(
        eq(subjectKeys.bankId, bankId),
        anyUuid(subjectKeys.subjectId, subjectIds),
        isNotNull(subjectKeys.wrapped),
      ),
    )
    .orderBy(asc(subjectKeys.generation));
  return rows.flatMap(({ subjectId, generation, keyId, wrapped }) =>
    keyId !== null && wrapped !== null ? [{ subjectId, generation, keyId, bytes: wrapped }] : [],
  );
}
