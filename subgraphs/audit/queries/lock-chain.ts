/** One appender at a time per bank. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** Held to the end of the transaction, so that the next appender reads a committed head. */
export async function lockChain(tx: TenantTransaction, bankId: BankId): Promise<void> {
  const name = `audit.chain:${bankId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
