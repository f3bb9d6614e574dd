/** A bank's dead letters, the oldest first. */
import { and, asc, eq } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { deadLetters, outbox, webhooks } from '../tables.ts';

export interface DeadLetter {
  readonly eventId: string;
  readonly type: string;
  readonly paymentId: string;
  readonly url: string;
  readonly attempts: number;
  readonly reason: string;
  readonly diedAt: Date;
}

export function listDeadLetters(
  tx: TenantTransaction,
  bankId: BankId,
  limit: number,
): Promise<readonly DeadLetter[]> {
  return tx
    .select({
      eventId: deadLetters.eventId,
      type: outbox.type,
      paymentId: outbox.paymentId,
      url: webhooks.url,
      attempts: deadLetters.attempts,
      reason: deadLetters.reason,
      diedAt: deadLetters.diedAt,
    })
    .from(deadLetters)
    .innerJoin(outbox, and(eq(outbox.bankId, bankId), eq(outbox.id, deadLetters.eventId)))
    .innerJoin(webhooks, and(eq(webhooks.bankId, bankId), eq(webhooks.id, deadLetters.webhookId)))
    .where(eq(deadLetters.bankId, bankId))
    .orderBy(asc(deadLetters.diedAt), asc(deadLetters.eventId))
    .limit(limit);
}
