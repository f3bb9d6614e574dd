/** The wrapped keys of subjects, oldest first; an erased one has none. */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../db/index.ts';
import type { StoredKey } from '../envelope/index.ts';
import type { BankId } from '../ids.ts';
import { subjectKeys } from './tables.ts';

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
        sql`${subjectKeys.subjectId} = any(${sql.param([...subjectIds])}::uuid[])`,
        isNotNull(subjectKeys.wrapped),
      ),
    )
    .orderBy(asc(subjectKeys.generation));
  return toSubjectKeys(rows);
}

/** Without those that were erased. */
export function toSubjectKeys(
  rows: readonly (typeof subjectKeys.$inferSelect)[],
): readonly SubjectKey[] {
  return rows.flatMap(({ subjectId, generation, keyId, wrapped }) =>
    keyId !== null && wrapped !== null ? [{ subjectId, generation, keyId, bytes: wrapped }] : [],
  );
}
