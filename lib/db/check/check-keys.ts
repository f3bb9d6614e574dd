/** bank_id is a uuid, never null, leads every key and index, and is part of every foreign key. */
import type { Sql } from 'postgres';
import { type Finding, TENANT_TABLES } from './finding.ts';

interface TableRow {
  readonly name: string;
  readonly type: string | null;
  readonly notNull: boolean | null;
  readonly keyed: boolean;
}

interface PartRow {
  readonly name: string;
  readonly part: string;
}

export async function checkKeys(sql: Sql): Promise<readonly Finding[]> {
  const [columns, indexes, foreignKeys] = await Promise.all([
    checkColumn(sql),
    checkIndexes(sql),
    checkForeignKeys(sql),
  ]);
  return [...columns, ...indexes, ...foreignKeys];
}

async function checkColumn(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<TableRow[]>`
    select t.name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
      exists (select from pg_catalog.pg_constraint k
        where k.conrelid = t.oid and k.contype = 'p') as keyed
    from ${sql.unsafe(TENANT_TABLES)} t
    left join pg_catalog.pg_attribute a
      on a.attrelid = t.oid and a.attname = 'bank_id' and not a.attisdropped
    order by t.name`;
  return rows.flatMap(({ name, type, notNull, keyed }) => {
    const findings: Finding[] = [];
    const add = (what: string, fix: string) => findings.push({ table: name, what, fix });
    if (type === null) add('has no bank_id', 'add bank_id uuid not null, or move it elsewhere');
    else if (type !== 'uuid') add(`bank_id is ${type}`, 'make it uuid');
    if (notNull === false) {
      add('bank_id may be null', `alter table ${name} alter column bank_id set not null`);
    }
    if (!keyed) add('has no primary key', 'add one that starts with bank_id');
    return findings;
  });
}

async function checkIndexes(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<PartRow[]>`
    select t.name, i.indexrelid::regclass::text as part
    from ${sql.unsafe(TENANT_TABLES)} t
    join pg_catalog.pg_index i on i.indrelid = t.oid
    left join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
    where a.attname is distinct from 'bank_id'
    order by 1, 2`;
  return rows.map(({ name, part }) => ({
    table: name,
    what: `key or index ${part} does not start with bank_id`,
    fix: 'make bank_id its first column',
  }));
}

async function checkForeignKeys(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<PartRow[]>`
    select t.name, k.conname::text as part
    from ${sql.unsafe(TENANT_TABLES)} t
    join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
    where not exists (
      select from unnest(k.conkey, k.confkey) as pair (own, other)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.own
      join pg_catalog.pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.other
      where a.attname = 'bank_id' and b.attname = 'bank_id')
    order by 1, 2`;
  return rows.map(({ name, part }) => ({
    table: name,
    what: `foreign key ${part} does not carry bank_id`,
    fix: 'reference (bank_id, …) so that it stays within one bank',
  }));
}
