/** Privileges that lead around the policies: on tables, and to make objects beside them. */
import type { Sql } from 'postgres';
import { type Finding, OURS, TENANT_TABLES } from './finding.ts';

export async function checkAccess(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all([checkGrants(sql), checkSchemas(sql)]);
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
