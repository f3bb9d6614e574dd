/** Takes what was changed and is not in the chain yet, the oldest first. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEvent } from '../../../lib/trail/index.ts';

export type Change = {
  readonly id: string;
  readonly subject: string;
  readonly role: string;
  readonly operationName: string;
  readonly policyRevision: string;
  readonly entityIds: readonly string[];
  readonly event: AuditEvent;
  /** ISO 8601: of the transaction that changed it. */
  readonly recordedAt: string;
};

/**
 * They are gone when `tx` commits. Whoever takes at the same time waits for that, and finds the same ones
 * gone: none is taken twice, nor a later one before them.
 */
export async function takeChanges(
  tx: TenantTransaction,
  bankId: BankId,
  limit: number,
): Promise<readonly Change[]> {
  const rows = await tx.execute<Change>(sql`
    with taken as (
      delete from audit.changes c
      where c.bank_id = ${bankId} and c.id in (
        select id from audit.changes
        where bank_id = ${bankId}
        order by batch, place
        limit ${limit}
      )
      returning c.*
    )
    select id, subject, role, operation_name as "operationName",
      policy_revision as "policyRevision", entity_ids as "entityIds", event,
      to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt"
    from taken
    order by batch, place`);
  return rows;
}
