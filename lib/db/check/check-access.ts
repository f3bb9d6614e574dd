/** Ways around the policies: TRUNCATE, views and functions with their owner's rights. */
import type { Sql } from 'postgres';
import { type Finding, TENANT_TABLES } from './finding.ts';

export async function checkAccess(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all([checkGrants(sql), checkViews(sql), checkFunctions(sql)]);
  return found.flat();
}

/** TRUNCATE ignores policies; REFERENCES and TRIGGER let the application see or act past them. */
async function checkGrants(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string; privilege: string }[]>`
    select t.name, g.privilege
    from ${sql.unsafe(TENANT_TABLES)} t
    cross join unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as g (privilege)
    where has_table_privilege(current_user, t.oid, g.privilege)
    order by 1, 2`;
  return rows.map(({ name, privilege }) => ({
    table: name,
    what: `the application role has ${privilege}, which no policy restricts`,
    fix: `revoke ${privilege.toLowerCase()} on ${name} from the application role`,
  }));
}

async function checkViews(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and (c.relkind = 'm'
      or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}'))
      and has_table_privilege(current_user, c.oid, 'SELECT')
    order by 1`;
  return rows.map(({ name }) => ({
    table: name,
    what: "this view reads with its owner's rights",
    fix: 'create it with (security_invoker = true); a materialized view has no policies at all',
  }));
}

async function checkFunctions(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string }[]>`
    select p.oid::regprocedure::text as name
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and p.prosecdef
      and has_function_privilege(current_user, p.oid, 'EXECUTE')
    order by 1`;
  return rows.map(({ name }) => ({
    table: name,
    what: "this function runs with its owner's rights",
    fix: 'make it security invoker',
  }));
}
