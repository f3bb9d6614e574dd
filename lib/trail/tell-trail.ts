/** Tells the trail of a change in the transaction that makes it: both are committed, or neither. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../db/index.ts';
import { type BankId, newDecisionId } from '../ids.ts';
import type { AuditEvent } from './event.ts';

export interface Teller {
  readonly subject: string;
  readonly role: string;
  /** As recordPayments. */
  readonly operationName: string;
  /** Of the policy that allowed it; `none` where no policy was asked. */
  readonly policyRevision: string;
}

export interface Happening {
  readonly event: AuditEvent;
  /** UUIDs of what was changed. */
  readonly entityIds: readonly string[];
}

/**
 * The audit subgraph puts it into the chain, soon and in this order: nobody waits here for the chain's
 * lock, and nothing is changed that the trail is not told of.
 * @example await tellTrail(tx, bankId, teller, [{ event, entityIds: [webhookId] }])
 */
export async function tellTrail(
  tx: TenantTransaction,
  bankId: BankId,
  { subject, role, operationName, policyRevision }: Teller,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0) return;
  const told = happenings.map(({ event, entityIds }, place) => {
    return { id: newDecisionId(), place, event, entity_ids: entityIds };
  });
  await tx.execute(sql`
    insert into audit.changes (bank_id, id, place, subject, role, operation_name, policy_revision,
      entity_ids, event)
    select ${bankId}::uuid, id, place, ${subject}, ${role}, ${operationName}, ${policyRevision},
      entity_ids, event
    from json_to_recordset(${JSON.stringify(told)}::text::json)
      as told (id uuid, place integer, event jsonb, entity_ids uuid[])`);
}
