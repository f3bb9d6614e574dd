/** Gives a delivery up: from now on it is a dead letter, and those behind it go on. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export interface Buried {
  readonly webhookId: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly reason: string;
  readonly diedAt: Date;
}

export async function buryDelivery(
  tx: TenantTransaction,
  bankId: BankId,
  { webhookId, eventId, attempts, reason, diedAt }: Buried,
): Promise<void> {
  await tx.execute(sql`
    with given_up as (
      delete from facts.deliveries
      where bank_id = ${bankId} and webhook_id = ${webhookId}::uuid and event_id = ${eventId}::uuid
      returning bank_id, webhook_id, event_id
    )
    insert into facts.dead_letters (bank_id, webhook_id, event_id, attempts, reason, died_at)
    select bank_id, webhook_id, event_id, ${attempts}::integer, ${reason}::text,
      ${diedAt.toISOString()}::timestamptz
    from given_up
    on conflict (bank_id, webhook_id, event_id) do nothing`);
}
