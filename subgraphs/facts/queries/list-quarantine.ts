/** What is in a bank's quarantine, file by file in the order of lines. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { quarantine } from '../tables.ts';

export interface QuarantinedRecord {
  readonly source: string;
  readonly line: number;
  readonly record: number;
  readonly reason: string;
  /** In the clear, or sealed. */
  readonly content: string | null;
  readonly contentSealed: Uint8Array | null;
}

export type QuarantinePlace = Pick<QuarantinedRecord, 'source' | 'line' | 'record'>;

/** @param page of one source, or of all; `after` the last one of the page before. */
export function listQuarantine(
  tx: TenantTransaction,
  bankId: BankId,
  page: {
    readonly source: string | undefined;
    readonly after: QuarantinePlace | undefined;
    readonly limit: number;
  },
): Promise<readonly QuarantinedRecord[]> {
  const { source, after, limit } = page;
  const { line, record, reason, content, contentSealed } = quarantine;
  return tx
    .select({ source: quarantine.source, line, record, reason, content, contentSealed })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.bankId, bankId),
        source === undefined ? undefined : eq(quarantine.source, source),
        after &&
          sql`(${quarantine.source}, ${line}, ${record}) > (${after.source}, ${after.line}, ${after.record})`,
      ),
    )
    .orderBy(asc(quarantine.source), asc(line), asc(record))
    .limit(limit);
}
