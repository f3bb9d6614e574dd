/** Puts a key in the place of another one, while that is still there. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../db/index.ts';
import type { StoredKey } from '../envelope/index.ts';
import type { BankId } from '../ids.ts';
import { subjectKeys } from './tables.ts';

export interface Replacement {
  readonly subjectId: string;
  readonly was: StoredKey;
  readonly by: StoredKey;
}

export async function replaceSubjectKey(
  tx: TenantTransaction,
  bankId: BankId,
  { subjectId, was, by }: Replacement,
): Promise<boolean> {
  const replaced = await tx
    .update(subjectKeys)
    .set({ keyId: by.keyId, wrapped: by.bytes })
    .where(
      and(
        eq(subjectKeys.bankId, bankId),
        eq(subjectKeys.subjectId, subjectId),
        eq(subjectKeys.generation, was.generation),
        eq(subjectKeys.wrapped, was.bytes),
      ),
    )
    .returning({ generation: subjectKeys.generation });
  return replaced.length > 0;
}
