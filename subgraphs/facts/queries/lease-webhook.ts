/** Takes a webhook that has something due, for one relay and a time. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export type LeasedWebhook = {
  readonly id: string;
  readonly url: string;
  readonly generation: number;
  /** ISO 8601. */
  readonly rotatedAt: string | null;
};

export interface Lease {
  /** Of the relay: it gets its own leases back. */
  readonly leaseId: string;
  readonly now: Date;
  readonly until: Date;
  /** Those it has seen to in this round. */
  readonly except: readonly string[];
  /** This one and no other; any where not given. */
  readonly only?: string;
}

/** Another relay's is passed over, as is one that a relay is just taking. */
export async function leaseWebhook(
  tx: TenantTransaction,
  bankId: BankId,
  { leaseId, now, until, except, only }: Lease,
): Promise<LeasedWebhook | null> {
  const rows = await tx.execute<LeasedWebhook>(sql`
    with free as (
      select w.id from facts.webhooks w
      where w.bank_id = ${bankId} and w.id <> all(${sql.param([...except])}::uuid[])
        and (${only ?? null}::uuid is null or w.id = ${only ?? null}::uuid)
        and (w.leased_until is null or w.leased_until < ${now.toISOString()}::timestamptz
          or w.lease_id = ${leaseId}::uuid)
        and exists (
          select from facts.deliveries d
          where d.bank_id = ${bankId} and d.webhook_id = w.id
            and d.due_at <= ${now.toISOString()}::timestamptz
        )
      order by w.leased_until nulls first
      limit 1
      for no key update skip locked
    )
    update facts.webhooks w
    set lease_id = ${leaseId}::uuid, leased_until = ${until.toISOString()}::timestamptz
    from free
    where w.bank_id = ${bankId} and w.id = free.id
    returning w.id, w.url, w.generation, to_char(w.rotated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "rotatedAt"`);
  return rows[0] ?? null;
}
