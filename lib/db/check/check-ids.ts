/**
 * Ids that can't be guessed. A counter is shared by all banks: its gaps tell one bank how much the others
 * do, and its next value is an id to try. Where neither matters, the column's comment says so.
 */
import type { Sql } from 'postgres';
import { type Finding, TENANT_TABLES } from './finding.ts';

interface ColumnRow {
  readonly name: string;
  readonly column: string;
  readonly type: string;
  readonly counted: boolean;
}

export async function checkIds(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<ColumnRow[]>`
    select * from (
      select t.name, a.attname::text as column, format_type(a.atttypid, a.atttypmod) as type,
        a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false)
          as counted,
        nullif(trim(col_description(t.oid, a.attnum)), '') as reason
      from ${sql.unsafe(TENANT_TABLES)} t
      join pg_catalog.pg_attribute a
        on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'bank_id'
      left join pg_catalog.pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
    ) columns
    where reason is null
      and (counted or (columns.column ~ '(^|_)ids?$' and type not in ('uuid', 'uuid[]')))
    order by 1, 2`;
  return rows.map(({ name, column, type, counted }) => ({
    table: name,
    what: counted
      ? `${column} is counted across all banks`
      : `${column} is ${type}, which can be guessed`,
    fix: `make it a uuid, or say why it may be so: comment on column ${name}.${column} is '…'`,
  }));
}
