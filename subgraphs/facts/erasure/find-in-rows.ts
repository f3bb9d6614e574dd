/** Looks for texts in all rows a bank has, whatever table they are in. */
import { sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';

export interface FoundRows {
  readonly table: string;
  readonly rows: number;
}

export interface TenantTable {
  readonly schema: string;
  readonly name: string;
}

/** Of every schema: also tables that were not there when this was written. */
export async function listTenantTables(tx: TenantTransaction): Promise<readonly TenantTable[]> {
  return tx.execute<{ schema: string; name: string }>(sql`
    select n.nspname as schema, c.relname as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'bank_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\_%'
      and has_table_privilege(c.oid, 'select')
    order by 1, 2`);
}

/** By the text of a whole row, which also has what is compressed or kept out of line. */
export async function findInRows(
  tx: TenantTransaction,
  bankId: BankId,
  { schema, name }: TenantTable,
  texts: readonly string[],
): Promise<FoundRows> {
  // A row as text doubles quotes and backslashes.
  const [counted] = await tx.execute<{ readonly rows: number }>(sql`
    select count(*)::integer as rows from ${sql.identifier(schema)}.${sql.identifier(name)} t
    where t.bank_id = ${bankId}::uuid and exists (
      select from json_array_elements_text(${JSON.stringify(texts)}::json) as wanted (value)
      where strpos(replace(replace(t::text, '""', '"'), '\\\\', '\\'), wanted.value) > 0)`);
  return { table: `${schema}.${name}`, rows: counted?.rows ?? 0 };
}
