/** Gives a webhook back before its lease is over. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { webhooks } from '../tables.ts';

/** Only where the lease is still the relay's own. */
export async function releaseWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  { webhookId, leaseId }: { readonly webhookId: string; readonly leaseId: string },
): Promise<void> {
  await tx
    .update(webhooks)
    .set({ leaseId: null, leasedUntil: null })
    .where(
      and(eq(webhooks.bankId, bankId), eq(webhooks.id, webhookId), eq(webhooks.leaseId, leaseId)),
    );
}
