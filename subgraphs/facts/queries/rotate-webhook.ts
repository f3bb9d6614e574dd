/** Gives a webhook its next secret; the one before signs beside it for a day. */
import { and, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { webhooks } from '../tables.ts';

/** The generation it has now; null where the bank has no such webhook. */
export async function rotateWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<number | null> {
  const rows = await tx
    .update(webhooks)
    .set({ generation: sql`${webhooks.generation} + 1`, rotatedAt: now })
    .where(and(eq(webhooks.bankId, bankId), eq(webhooks.id, id)))
    .returning({ generation: webhooks.generation });
  return rows[0]?.generation ?? null;
}
