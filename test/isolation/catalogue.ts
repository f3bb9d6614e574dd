/** What tables there are, from the database itself: a new one is in the next run without being told. */
import type { Sql } from 'postgres';

export interface Column {
  readonly name: string;
  readonly type: string;
  /** The database fills it in. */
  readonly isGenerated: boolean;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly referenced: readonly string[];
}

export interface TenantTable {
  /** schema.table */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** Every table with a bank_id, referenced ones first; its partitions are in it. */
export async function readTenantTables(sql: Sql): Promise<readonly TenantTable[]> {
  const rows = await sql<(TenantTable & { readonly oid: number })[]>`
    select n.nspname || '.' || c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
          'isGenerated', a.attidentity <> '' or a.attgenerated <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(json_build_object('table', k.confrelid::regclass::text,
          'columns', (select json_agg(attname order by o) from unnest(k.conkey) with ordinality u (num, o)
            join pg_attribute on attrelid = k.conrelid and attnum = num),
          'referenced', (select json_agg(attname order by o) from unnest(k.confkey) with ordinality u (num, o)
            join pg_attribute on attrelid = k.confrelid and attnum = num)))
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
      and exists (select from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'bank_id' and not a.attisdropped)
    order by 1`;
  return referencedFirst(rows);
}

function referencedFirst(tables: readonly TenantTable[]): readonly TenantTable[] {
  const sorted: TenantTable[] = [];
  const visit = (table: TenantTable, way: readonly string[]): void => {
    if (sorted.includes(table) || way.includes(table.name)) return;
    for (const key of table.foreignKeys) {
      const referenced = tables.find(({ name }) => name === key.table);
      if (referenced) visit(referenced, [...way, table.name]);
    }
    sorted.push(table);
  };
  for (const table of tables) visit(table, []);
  return sorted;
}
