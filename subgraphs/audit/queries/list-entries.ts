/** A page of the trail, newest first. */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { CATEGORY_OF } from '../domain/event.ts';
import type { AuditEntryModel } from '../models.ts';
import type { AuditFilter } from '../resolvers.generated.ts';
import { entries } from '../tables.ts';

export interface TrailPage {
  readonly filter: AuditFilter;
  /** Only entries older than this one. */
  readonly before: number | undefined;
  readonly limit: number;
}

export async function listEntries(
  tx: TenantTransaction,
  bankId: BankId,
  { filter, before, limit }: TrailPage,
): Promise<readonly AuditEntryModel[]> {
  return tx
    .select()
    .from(entries)
    .where(
      and(
        eq(entries.bankId, bankId),
        given(before, (value) => lt(entries.sequence, value)),
        given(filter.decisionId, (value) => eq(entries.decisionId, value)),
        given(filter.subject, (value) => eq(entries.subject, value)),
        given(filter.role, (value) => eq(entries.role, value)),
        given(filter.outcome, (value) => eq(entries.outcome, value)),
        given(
          filter.category,
          (value) => sql`${entries.event} ->> 'category' = ${CATEGORY_OF[value]}`,
        ),
        given(filter.from, (value) => gte(entries.recordedAt, value)),
        given(filter.to, (value) => lt(entries.recordedAt, value)),
      ),
    )
    .orderBy(desc(entries.sequence))
    .limit(limit);
}

function given<T>(value: T | null | undefined, condition: (value: T) => SQL): SQL | undefined {
  return value === null || value === undefined ? undefined : condition(value);
}
