/** The newest entries that name each of some entities. */
import { and, desc, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEntryModel } from '../models.ts';
import { entries, entryEntities } from '../tables.ts';

export interface EntityEntry {
  readonly entityId: string;
  readonly entry: AuditEntryModel;
}

export async function findEntriesOfEntities(
  tx: TenantTransaction,
  bankId: BankId,
  entityIds: readonly string[],
  first: number,
): Promise<readonly EntityEntry[]> {
  const ids = sql.param(entityIds);
  const newest = sql`(
    select asked.id as entity_id, found.sequence
    from unnest(${ids}::uuid[]) asked (id)
    cross join lateral (
      select sequence from audit.entry_entities
      where bank_id = ${bankId} and entity_id = asked.id
      order by sequence desc
      limit ${first}
    ) found
  )`;
  return tx
    .select({ entityId: entryEntities.entityId, entry: entries })
    .from(entryEntities)
    .innerJoin(
      entries,
      and(eq(entries.bankId, bankId), eq(entries.sequence, entryEntities.sequence)),
    )
    .where(
      and(
        eq(entryEntities.bankId, bankId),
        sql`(${entryEntities.entityId}, ${entryEntities.sequence}) in ${newest}`,
      ),
    )
    .orderBy(entryEntities.entityId, desc(entries.sequence));
}
