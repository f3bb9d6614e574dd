/** The whole database schema as text, from the catalogues: what the migrations add up to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { prepareDatabase } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { createLog } from '../../lib/log.ts';

const PATH = 'migrations/schema.sql';
const HEAD = `-- The schema all migrations add up to, for reading and for diffs. Generated: npm run gen.
-- Order and names as in README.md. Changes are made in a new migration, never here.
`;

/** Ours; the migrator's own table is in public. */
const SCHEMAS = ['app', 'audit', 'facts', 'graph', 'metrics'];

/** Migrates an empty database of its own and dumps it. */
export async function generateSchemaDump(): Promise<Map<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-dump-'));
  try {
    const log = createLog({ name: 'schema-dump', level: 'warn' });
    const database = await prepareDatabase({ dataDir, migrationsDir: 'migrations', log });
    try {
      return new Map([[PATH, await dumpSchema(database.ownerUrl)]]);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The same text for the same schema, whatever the order it was made in. */
export async function dumpSchema(ownerUrl: string): Promise<string> {
  const sql = openPool(ownerUrl, { max: 1 });
  try {
    const blocks = [await dumpSchemas(sql), await dumpFunctions(sql)];
    for (const table of await listTables(sql)) blocks.push(await dumpTable(sql, table));
    return `${[HEAD, ...blocks].join('\n')}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

interface Line {
  readonly text: string;
}

interface Table {
  readonly oid: number;
  readonly name: string;
  /** `list (bank_id)` where it has partitions. */
  readonly partitionedBy: string | null;
  /** `partition of …` where it is one: what it does not say itself it has of the other. */
  readonly partitionOf: string | null;
}

const joined = (lines: readonly Line[]) => lines.map(({ text }) => `${text}\n`).join('');

async function dumpSchemas(sql: Sql): Promise<string> {
  return joined(
    await sql<Line[]>`
      select format('create schema %I;', nspname)
        || coalesce(E'\n' || format('comment on schema %I is ', nspname)
          || quote_literal(obj_description(n.oid, 'pg_namespace')) || ';', '')
        || coalesce(E'\n' || (
          select string_agg(format('grant %s on schema %I to %s;', lower(a.privilege_type), nspname,
            coalesce(r.rolname, 'public')), E'\n' order by r.rolname, a.privilege_type)
          from aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
          where a.grantee <> n.nspowner), '') as text
      from pg_namespace n where nspname = any(${SCHEMAS}) order by nspname`,
  );
}

async function dumpFunctions(sql: Sql): Promise<string> {
  return joined(
    await sql<Line[]>`
      select pg_get_functiondef(p.oid) || E';\n'
        || coalesce(format('comment on function %s is ', p.oid::regprocedure)
          || quote_literal(obj_description(p.oid, 'pg_proc')) || E';\n', '')
        || coalesce((
          select string_agg(format(E'grant execute on function %s to %s;\n', p.oid::regprocedure,
            coalesce(r.rolname, 'public')), '' order by r.rolname nulls last)
          from aclexplode(p.proacl) a left join pg_roles r on r.oid = a.grantee
          where a.grantee <> p.proowner), '') as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any(${SCHEMAS}) order by p.oid::regprocedure::text`,
  );
}

function listTables(sql: Sql): Promise<readonly Table[]> {
  return sql<Table[]>`
    select c.oid::integer as oid, format('%I.%I', n.nspname, c.relname) as name,
      lower(pg_get_partkeydef(c.oid)) as "partitionedBy",
      'partition of ' || i.inhparent::regclass || ' ' || lower(pg_get_expr(c.relpartbound, c.oid))
        as "partitionOf"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
    where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p')
    order by n.nspname, c.relname`;
}

async function dumpTable(sql: Sql, table: Table): Promise<string> {
  const parts = [
    table.partitionOf === null
      ? await dumpColumns(sql, table)
      : `create table ${table.name} ${table.partitionOf};\n`,
    joined(await tableComments(sql, table)),
    joined(await tableIndexes(sql, table)),
    joined(await tableTriggers(sql, table)),
    joined(await tablePolicies(sql, table)),
    joined(await tableGrants(sql, table)),
  ];
  return parts.join('');
}

async function dumpColumns(sql: Sql, table: Table): Promise<string> {
  const columns = await sql<Line[]>`
    select format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod))
      || case when a.attnotnull then ' not null' else '' end
      || case a.attidentity when 'a' then ' generated always as identity'
           when 'd' then ' generated by default as identity' else '' end
      || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as text
    from pg_attribute a
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${table.oid} and a.attnum > 0 and not a.attisdropped
    order by a.attnum`;
  const constraints = await sql<Line[]>`
    select format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) as text
    from pg_constraint k
    where k.conrelid = ${table.oid} and k.contype in ('p', 'u', 'f', 'c')
    order by position(k.contype::text in 'pufc'), k.conname`;
  const body = [...columns, ...constraints].map(({ text }) => text).join(',\n');
  const partitioned = table.partitionedBy ? ` partition by ${table.partitionedBy}` : '';
  return `create table ${table.name} (\n${body}\n)${partitioned};\n`;
}

function tableComments(sql: Sql, { oid, name }: Table): Promise<readonly Line[]> {
  return sql<Line[]>`
    select case objsubid when 0 then format('comment on table %s is %L;', ${name}::text, description)
      else format('comment on column %s.%I is %L;', ${name}::text, a.attname, description) end as text
    from pg_description d
    left join pg_attribute a on a.attrelid = d.objoid and a.attnum = d.objsubid and objsubid > 0
    where d.objoid = ${oid} and d.classoid = 'pg_class'::regclass order by objsubid`;
}

function tableIndexes(sql: Sql, { oid }: Table): Promise<readonly Line[]> {
  return sql<Line[]>`
    select pg_get_indexdef(i.indexrelid) || ';' as text
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${oid} and not c.relispartition
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid
        and k.contype in ('p', 'u', 'x'))
    order by 1`;
}

function tableTriggers(sql: Sql, { oid }: Table): Promise<readonly Line[]> {
  return sql<Line[]>`
    select pg_get_triggerdef(t.oid) || ';' as text
    from pg_trigger t where t.tgrelid = ${oid} and not t.tgisinternal order by t.tgname`;
}

function tablePolicies(sql: Sql, { oid, name }: Table): Promise<readonly Line[]> {
  return sql<Line[]>`
    select text from (
      select 0 as part, '' as key, format('alter table %s enable row level security;', ${name}::text)
        as text from pg_class where oid = ${oid} and relrowsecurity
      union all
      select 1, '', format('alter table %s force row level security;', ${name}::text)
        from pg_class where oid = ${oid} and relforcerowsecurity
      union all
      select 2, p.polname, format(E'create policy %I on %s as %s for %s\n  using %s\n  with check %s;',
        p.polname, ${name}::text, case when p.polpermissive then 'permissive' else 'restrictive' end,
        case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert'
          when 'w' then 'update' else 'delete' end,
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
        from pg_policy p where p.polrelid = ${oid}
    ) lines order by part, key`;
}

function tableGrants(sql: Sql, { oid, name }: Table): Promise<readonly Line[]> {
  return sql<Line[]>`
    select format('grant %s on %s to %s;',
      string_agg(lower(a.privilege_type), ', ' order by a.privilege_type), ${name}::text,
      coalesce(r.rolname, 'public')) as text
    from pg_class c cross join aclexplode(c.relacl) a
    left join pg_roles r on r.oid = a.grantee
    where c.oid = ${oid} and a.grantee <> c.relowner
    group by r.rolname order by r.rolname`;
}
