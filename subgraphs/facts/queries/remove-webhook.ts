/** Removes a webhook, with what it waits for. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { webhooks } from '../tables.ts';

export interface RemovedWebhook {
  readonly url: string;
  readonly generation: number;
}

/** What it was; null where the bank has no such webhook. */
export async function removeWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  id: string,
): Promise<RemovedWebhook | null> {
  const gone = await tx
    .delete(webhooks)
    .where(and(eq(webhooks.bankId, bankId), eq(webhooks.id, id)))
    .returning({ url: webhooks.url, generation: webhooks.generation });
  return gone[0] ?? null;
}
