/** The partition of a bank's payments: whether it has one of its own, and how one comes to be. */
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

/**
 * A table as a partition has to be, foreign keys too: what is there already is not checked again when it
 * becomes one, while everybody waits. And what every tenant table has, for whoever reads it directly.
 */
export async function createTable(tx: TenantTransaction, name: string): Promise<void> {
  await tx.execute(sql`create table ${table(name)} (like facts.payments including all)`);
  const keys = await tx.execute<{ readonly name: string; readonly definition: string }>(
    sql`select conname as name, pg_get_constraintdef(oid) as definition
      from pg_catalog.pg_constraint
      where conrelid = 'facts.payments'::regclass and contype = 'f' and conparentid = 0`,
  );
  for (const key of keys) {
    await tx.execute(
      sql`alter table ${table(name)} add constraint ${sql.identifier(key.name)} ${sql.raw(key.definition)}`,
    );
  }
  const own = sql`bank_id = (select app.current_bank())`;
  await tx.execute(sql`alter table ${table(name)} enable row level security`);
  await tx.execute(sql`alter table ${table(name)} force row level security`);
  await tx.execute(
    sql`create policy payments_tenant on ${table(name)} using (${own}) with check (${own})`,
  );
  await tx.execute(
    sql`create policy payments_tenant_only on ${table(name)} as restrictive
      using (${own}) with check (${own})`,
  );
}
