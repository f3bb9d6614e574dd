/** One refresh at a time per bank and kind of scope. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { RollupScope } from '../domain/scope.ts';

/**
 * Held to the end of the transaction. Two refreshes of the same accounts that read their marks in
 * different orders would otherwise wait for each other's in a circle.
 */
export async function lockRollups(
  tx: TenantTransaction,
  bankId: BankId,
  scope: RollupScope,
): Promise<void> {
  const name = `metrics.rollups:${scope.kind}:${bankId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
