/** Privileges that lead around the policies: on tables, and on or to make what lies beside them. */
import type { Sql } from 'postgres';
import { type Finding, OURS, TENANT_TABLES } from './finding.ts';

export async function checkAccess(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all([
    checkGrants(sql),
    checkSchemas(sql),
    checkSequences(sql),
    checkServers(sql),
    checkLargeObjects(sql),
  ]);
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

/** What it could make there would be found before what is meant. */
async function checkSchemas(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string }[]>`
    select format('%I', n.nspname) as name
    from pg_catalog.pg_namespace n
    where ${sql.unsafe(OURS)} and has_schema_privilege(current_user, n.oid, 'CREATE')
    order by 1`;
  return rows.map(({ name }) => ({
    table: name,
    what: 'the application role may create objects in this schema',
    fix: `revoke create on schema ${name} from the application role and from public`,
  }));
}

/** An identity column needs none; how far it has counted tells how much all banks do. */
async function checkSequences(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string; privilege: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, g.privilege
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join unnest(array['SELECT', 'UPDATE', 'USAGE']) as g (privilege)
    where c.relkind = 'S' and ${sql.unsafe(OURS)}
      and has_sequence_privilege(current_user, c.oid, g.privilege)
    order by 1, 2`;
  return rows.map(({ name, privilege }) => ({
    table: name,
    what: `the application role has ${privilege} on this sequence, which counts for all banks`,
    fix: `revoke ${privilege.toLowerCase()} on sequence ${name} from the application role`,
  }));
}

/** A connection of the server's own, with rights no policy here knows. */
async function checkServers(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string }[]>`
    select format('%I', srvname) as name from pg_catalog.pg_foreign_server
    where has_server_privilege(current_user, oid, 'USAGE')
    order by 1`;
  return rows.map(({ name }) => ({
    table: name,
    what: 'the application role may use this foreign server',
    fix: `revoke usage on foreign server ${name} from the application role`,
  }));
}

/** They have an owner and no bank. */
async function checkLargeObjects(sql: Sql): Promise<readonly Finding[]> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from pg_catalog.pg_largeobject_metadata`;
  if (!row || row.count === 0) return [];
  return [
    {
      table: 'pg_largeobject',
      what: `holds ${row.count} large objects, which can have no policies`,
      fix: 'move them into a table with bank_id and policies, then lo_unlink() them',
    },
  ];
}
