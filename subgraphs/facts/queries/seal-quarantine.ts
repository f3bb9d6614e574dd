/** Lines set aside before they were sealed, locked so that no other run seals them as well; and their seals. */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { hexOf } from '../../../lib/db/hex-of.ts';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { quarantine } from '../tables.ts';

const { source, line, record, content } = quarantine;

export function listPlainQuarantine(tx: TenantTransaction, bankId: BankId, limit: number) {
  return tx
    .select({ source, line, record, content })
    .from(quarantine)
    .where(and(eq(quarantine.bankId, bankId), isNotNull(content)))
    .orderBy(asc(source), asc(line), asc(record))
    .limit(limit)
    .for('update', { skipLocked: true });
}

export interface SealedLine {
  readonly source: string;
  readonly line: number;
  readonly record: number;
  readonly contentSealed: Uint8Array | null;
}

/** One JSON parameter: one statement text for any number of them. */
export async function sealQuarantine(
  tx: TenantTransaction,
  bankId: BankId,
  lines: readonly SealedLine[],
): Promise<void> {
  const batch = lines.map((one) => ({
    ...{ source: one.source, line: one.line, record: one.record },
    sealed: hexOf(one.contentSealed),
  }));
  await tx
    .update(quarantine)
    .set({ content: null, contentSealed: sql`decode(sealed.sealed, 'hex')` })
    .from(
      sql`json_to_recordset(${JSON.stringify(batch)}::json) as sealed
        (source text, line integer, record bigint, sealed text)`,
    )
    .where(
      and(
        eq(quarantine.bankId, bankId),
        eq(source, sql`sealed.source`),
        eq(line, sql`sealed.line`),
        eq(record, sql`sealed.record`),
      ),
    );
}
