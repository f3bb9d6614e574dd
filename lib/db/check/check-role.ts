/** The role that connects must be bound by the policies. */
import type { Sql } from 'postgres';
import type { Finding } from './finding.ts';

interface RoleRow {
  readonly role: string;
  readonly through: string;
  readonly superuser: boolean;
  readonly bypass: boolean;
  readonly owned: string | null;
}

/** Itself and every role it is a member of: `set role` would make their powers its own. */
export async function checkRole(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<RoleRow[]>`
    select current_user::text as role, r.rolname::text as through,
      r.rolsuper as superuser, r.rolbypassrls as bypass,
      (select min(c.oid::regclass::text) from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relowner = r.oid and c.relkind in ('r', 'p')
         and n.nspname not in ('pg_catalog', 'information_schema')
         and n.nspname not like 'pg\\_temp%') as owned
    from pg_catalog.pg_roles r
    where pg_has_role(current_user, r.oid, 'member')
      and (r.rolname = current_user
        -- A superuser counts as a member of everything; its own row says enough.
        or not (select rolsuper from pg_catalog.pg_roles where rolname = current_user))`;
  return rows.flatMap(findingsOf);
}

function findingsOf({ role, through, superuser, bypass, owned }: RoleRow): readonly Finding[] {
  const by = through === role ? '' : ` by its membership in ${through}`;
  const findings: Finding[] = [];
  const add = (what: string, fix: string) => findings.push({ table: role, what: what + by, fix });
  const undo = by ? `revoke ${through} from ${role}` : undefined;
  if (superuser) add('is a superuser', undo ?? `alter role ${role} nosuperuser`);
  if (bypass) add('bypasses row-level security', undo ?? `alter role ${role} nobypassrls`);
  if (owned) add(`owns ${owned}`, undo ?? `connect as another role than the owner`);
  return findings;
}
