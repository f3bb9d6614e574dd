/** Takes deliveries away that the webhook has taken. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { deliveries } from '../tables.ts';
import { anyUuid } from './any-of.ts';

export async function endDeliveries(
  tx: TenantTransaction,
  bankId: BankId,
  { webhookId, eventIds }: { readonly webhookId: string; readonly eventIds: readonly string[] },
): Promise<void> {
  await tx
    .delete(deliveries)
    .where(
      and(
        eq(deliveries.bankId, bankId),
        eq(deliveries.webhookId, webhookId),
        anyUuid(deliveries.eventId, eventIds),
      ),
    );
}
