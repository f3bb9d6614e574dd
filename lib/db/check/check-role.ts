/** The role that connects must be bound by the policies. */
import type { Sql } from 'postgres';
import { type Finding, OURS } from './finding.ts';

interface RoleRow {
  readonly role: string;
  readonly through: string;
  readonly superuser: boolean;
  readonly bypass: boolean;
  readonly replication: boolean;
  readonly creates: boolean;
  readonly files: boolean;
  readonly predefined: boolean;
  readonly owned: string | null;
}

/** Itself and every role it is a member of: `set role` would make their powers its own. */
export async function checkRole(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<RoleRow[]>`
    select current_user::text as role, r.rolname::text as through,
      r.rolsuper as superuser, r.rolbypassrls as bypass,
      r.rolreplication as replication, r.rolcreaterole as creates,
      r.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
        as files,
      r.rolname like 'pg\\_%' as predefined,
      coalesce(
        (select min(c.oid::regclass::text) from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relowner = r.oid and ${sql.unsafe(OURS)}
           and c.relkind in ('r', 'p', 'v', 'm', 'f')),
        (select min(p.oid::regprocedure::text) from pg_catalog.pg_proc p
         join pg_catalog.pg_namespace n on n.oid = p.pronamespace
         where p.proowner = r.oid and ${sql.unsafe(OURS)}),
        (select min(format('schema %I', n.nspname)) from pg_catalog.pg_namespace n
         where n.nspowner = r.oid and ${sql.unsafe(OURS)})) as owned
    from pg_catalog.pg_roles r
    where pg_has_role(current_user, r.oid, 'member')
      and (r.rolname = current_user
        -- A superuser counts as a member of everything; its own row says enough.
        or not (select rolsuper from pg_catalog.pg_roles where rolname = current_user))`;
  return rows.flatMap(findingsOf);
}

function findingsOf(row: RoleRow): readonly Finding[] {
  const { role, through, superuser, bypass, replication, creates, owned } = row;
  const by = through === role ? '' : ` by its membership in ${through}`;
  const findings: Finding[] = [];
  const add = (what: string, fix: string) => findings.push({ table: role, what: what + by, fix });
  const undo = by ? `revoke ${through} from ${role}` : undefined;
  if (superuser) add('is a superuser', undo ?? `alter role ${role} nosuperuser`);
  if (bypass) add('bypasses row-level security', undo ?? `alter role ${role} nobypassrls`);
  // A superuser has these as well, and its own finding says enough.
  if (replication && !superuser) add('may replicate', undo ?? `alter role ${role} noreplication`);
  if (creates && !superuser) add('may make roles', undo ?? `alter role ${role} nocreaterole`);
  const revoke = `revoke ${through} from ${role}`;
  if (row.files) add("reaches the server's files", revoke);
  // Statistics hold values of rows, whoever's; the others act on sessions, tables or streams of all.
  else if (row.predefined) add('has powers beyond its tables', revoke);
  if (owned) add(`owns ${owned}`, undo ?? `connect as another role than the owner`);
  return findings;
}
