/** The newest entries that changed something, of one entity or of all. */
import { and, desc, eq, exists, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { AuditEntryModel } from '../models.ts';
import { entries, entryEntities } from '../tables.ts';

export interface ChangesQuery {
  readonly entityId: string | undefined;
  readonly limit: number;
}

export async function listChanges(
  tx: TenantTransaction,
  bankId: BankId,
  { entityId, limit }: ChangesQuery,
): Promise<readonly AuditEntryModel[]> {
  const ofEntity =
    entityId === undefined
      ? undefined
      : exists(
          tx
            .select({ one: sql`1` })
            .from(entryEntities)
            .where(
              and(
                eq(entryEntities.bankId, bankId),
                eq(entryEntities.entityId, entityId),
                eq(entryEntities.sequence, entries.sequence),
              ),
            ),
        );
  return tx
    .select()
    .from(entries)
    .where(
      and(eq(entries.bankId, bankId), sql`${entries.event} -> 'changes' is not null`, ofEntity),
    )
    .orderBy(desc(entries.sequence))
    .limit(limit);
}
