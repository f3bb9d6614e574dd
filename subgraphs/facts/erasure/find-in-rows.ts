/** Looks for texts in all rows a bank has, whatever table they are in. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export interface FoundRows {
  readonly table: string;
  readonly rows: number;
}

/** Of every schema: also tables that were not there when this was written. */
export async function listTenantTables(tx: TenantTransaction): Promise<readonly string[]> {
  const tables = await tx.execute<{ readonly name: string }>(sql`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'bank_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\_%'
      and has_table_privilege(c.oid, 'select')
    order by 1`);
  return tables.map(({ name }) => name);
}

/**
 * By the text of a whole row, which also has what is compressed or kept out of line.
 * @param table one of those listed
 */
export async function findInRows(
  tx: TenantTransaction,
  bankId: BankId,
  table: string,
  texts: readonly string[],
): Promise<FoundRows> {
  // A row as text doubles quotes and backslashes.
  const [counted] = await tx.execute<{ readonly rows: number }>(sql`
    select count(*)::integer as rows from ${sql.raw(table)} t
    where t.bank_id = ${bankId}::uuid and exists (
      select from json_array_elements_text(${JSON.stringify(texts)}::json) as wanted (value)
      where strpos(replace(replace(t::text, '""', '"'), '\\\\', '\\'), wanted.value) > 0)`);
  return { table, rows: counted?.rows ?? 0 };
}
