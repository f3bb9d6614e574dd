/** Appends entries by one statement, whose text is the same for every size of batch. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { AuditEntryModel } from '../models.ts';

export async function insertEntries(
  tx: TenantTransaction,
  added: readonly AuditEntryModel[],
): Promise<void> {
  if (added.length === 0) return;
  await tx.execute(sql`
    insert into audit.entries (bank_id, sequence, recorded_at, decision_id, subject, role,
      operation_name, operation_hash, policy_revision, outcome, denied_coordinates, entity_ids,
      event, elevation_ids, previous_hash, hash)
    select "bankId", sequence, "recordedAt", "decisionId", subject, role,
      "operationName", "operationHash", "policyRevision", outcome, "deniedCoordinates", "entityIds",
      event, "elevationIds", "previousHash", hash
    from json_to_recordset(${JSON.stringify(added)}::text::json) as added (
      "bankId" uuid, sequence bigint, "recordedAt" timestamptz, "decisionId" uuid, subject text,
      role text, "operationName" text, "operationHash" text, "policyRevision" text, outcome text,
      "deniedCoordinates" text[], "entityIds" uuid[], event jsonb, "elevationIds" uuid[],
      "previousHash" text, hash text
    )
    order by sequence`);
}
