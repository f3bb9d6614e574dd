/** Notes a failed attempt, and when the next one is due. */
import { and, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { deliveries } from '../tables.ts';

export interface Postponed {
  readonly webhookId: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly dueAt: Date;
}

export async function postponeDelivery(
  tx: TenantTransaction,
  bankId: BankId,
  { webhookId, eventId, attempts, dueAt }: Postponed,
): Promise<void> {
  await tx
    .update(deliveries)
    .set({ attempts, dueAt })
    .where(
      and(
        eq(deliveries.bankId, bankId),
        eq(deliveries.webhookId, webhookId),
        eq(deliveries.eventId, eventId),
      ),
    );
}
