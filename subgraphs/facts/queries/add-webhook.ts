/** Adds where a bank's events are delivered to; those recorded from now on. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { webhooks } from '../tables.ts';

/** False when the bank has one of this URL. */
export async function addWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  { id, url }: { readonly id: string; readonly url: string },
): Promise<boolean> {
  const added = await tx
    .insert(webhooks)
    .values({ bankId, id, url })
    .onConflictDoNothing({ target: [webhooks.bankId, webhooks.url] })
    .returning({ id: webhooks.id });
  return added.length > 0;
}
