/** Removes a webhook, with what it waits for. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { webhooks } from '../tables.ts';

/** False where the bank has no such webhook. */
export async function removeWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
): Promise<boolean> {
  const gone = await tx
    .delete(webhooks)
    .where(and(eq(webhooks.bankId, bankId), eq(webhooks.id, id)))
    .returning({ id: webhooks.id });
  return gone.length > 0;
}
