/** Adds keys of subjects that have none of that generation, erased ones included; gives back those it added. */
import { sql } from 'drizzle-orm';
import { hexOf } from '../db/hex-of.ts';
import type { TenantTransaction } from '../db/index.ts';
import type { BankId } from '../ids.ts';
import { type SubjectKey, toSubjectKeys } from './find-subject-keys.ts';
import { subjectKeys } from './tables.ts';

/**
 * One JSON parameter, in order of subject: two that add some of the same wait for each other one way
 * only.
 */
export async function insertSubjectKeys(
  tx: TenantTransaction,
  bankId: BankId,
  keys: readonly SubjectKey[],
): Promise<readonly SubjectKey[]> {
  const rows = keys.map(({ subjectId, generation, keyId, bytes }) => ({
    ...{ subjectId, generation, keyId },
    wrapped: hexOf(bytes),
  }));
  const added = await tx
    .insert(subjectKeys)
    .select(
      sql`select ${bankId}::uuid, "subjectId", "generation", "keyId", decode("wrapped", 'hex'), null
        from json_to_recordset(${JSON.stringify(rows)}::json) as keys
          ("subjectId" uuid, "generation" integer, "keyId" text, "wrapped" text)
        order by "subjectId"`,
    )
    .onConflictDoNothing()
    .returning();
  return toSubjectKeys(added);
}
