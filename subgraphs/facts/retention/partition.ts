/** The partition of a bank's payments, and whether it has one of its own. */
import { type SQL, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** Payments of every bank without one of its own. */
export const DEFAULT = 'payments_default';

/** Made of an id, so never more than hex digits. */
export function partitionOf(bankId: BankId): string {
  return `payments_${bankId.replaceAll('-', '')}`;
}

export const table = (name: string): SQL => sql`facts.${sql.identifier(name)}`;

export async function hasPartition(tx: TenantTransaction, bankId: BankId): Promise<boolean> {
  const rows = await tx.execute(
    sql`select from pg_catalog.pg_inherits
      where inhparent = 'facts.payments'::regclass
        and inhrelid = to_regclass(${`facts.${partitionOf(bankId)}`})`,
  );
  return rows.length > 0;
}
