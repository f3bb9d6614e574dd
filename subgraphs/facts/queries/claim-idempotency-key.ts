/** Takes a key for a batch, or says what it was taken for before. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { idempotencyKeys } from '../tables.ts';

export interface Claim {
  readonly key: string;
  readonly inputHash: string;
  readonly recordedCount: number;
}

/** Null when the key was free and is now taken; gone again if the transaction rolls back. */
export async function claimIdempotencyKey(
  tx: TenantTransaction,
  bankId: BankId,
  claim: Claim,
): Promise<Claim | null> {
  const taken = await tx
    .insert(idempotencyKeys)
    .values({ bankId, ...claim })
    .onConflictDoNothing({ target: [idempotencyKeys.bankId, idempotencyKeys.key] })
    .returning({ key: idempotencyKeys.key });
  if (taken.length > 0) return null;
  const [before] = await tx
    .select({
      key: idempotencyKeys.key,
      inputHash: idempotencyKeys.inputHash,
      recordedCount: idempotencyKeys.recordedCount,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.bankId, bankId), eq(idempotencyKeys.key, claim.key)));
  if (!before) throw new Error('an idempotency key conflicts with one that is not there');
  return before;
}
