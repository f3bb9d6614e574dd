/** A bank's webhooks, the oldest first, and how much each waits for. */
import { asc, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { deadLetters, deliveries, webhooks } from '../tables.ts';

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly generation: number;
  readonly rotatedAt: Date | null;
  readonly waiting: number;
  readonly dead: number;
}

export function listWebhooks(tx: TenantTransaction, bankId: BankId): Promise<readonly Webhook[]> {
  return tx
    .select({
      id: webhooks.id,
      url: webhooks.url,
      generation: webhooks.generation,
      rotatedAt: webhooks.rotatedAt,
      waiting: sql<number>`(select count(*)::int from ${deliveries}
        where ${deliveries.bankId} = ${bankId} and ${deliveries.webhookId} = ${webhooks.id})`,
      dead: sql<number>`(select count(*)::int from ${deadLetters}
        where ${deadLetters.bankId} = ${bankId} and ${deadLetters.webhookId} = ${webhooks.id})`,
    })
    .from(webhooks)
    .where(eq(webhooks.bankId, bankId))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id));
}
