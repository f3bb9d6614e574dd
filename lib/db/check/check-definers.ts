/** A function with its owner's rights: a fixed search_path, a bound owner, and a reason. */
import type { Sql } from 'postgres';
import { type Finding, OURS } from './finding.ts';

interface FunctionRow {
  readonly name: string;
  /** As `create function … set search_path` left it; null when it did not. */
  readonly path: string | null;
  readonly reason: string | null;
  readonly owner: string;
  readonly unbound: boolean;
}

/** Temporary tables are found first where this is not named, and anyone may make those. */
const ENDS_IN_TEMP = /(^|, ?)"?pg_temp"?$/;

/** The schema of whoever calls is no fixed one. */
const CALLERS_SCHEMA = '$user';

export async function checkDefiners(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<FunctionRow[]>`
    select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
        as name,
      (select substr(setting, length('search_path=') + 1) from unnest(p.proconfig) as setting
       where setting like 'search\\_path=%') as path,
      nullif(trim(obj_description(p.oid, 'pg_proc')), '') as reason,
      r.rolname::text as owner, (r.rolsuper or r.rolbypassrls) as unbound
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_roles r on r.oid = p.proowner
    where p.prosecdef and ${sql.unsafe(OURS)}
    order by 1`;
  return rows.flatMap(findingsOf);
}

function findingsOf({ name, path, reason, owner, unbound }: FunctionRow): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (what: string, fix: string) =>
    findings.push({ table: name, what: `runs with its owner's rights ${what}`, fix });
  if (path === null || path.includes(CALLERS_SCHEMA) || !ENDS_IN_TEMP.test(path)) {
    add(
      'and finds names by a search_path of others',
      `make it security invoker, or alter function ${name} set search_path = pg_catalog, pg_temp`,
    );
  }
  if (reason === null) {
    add(
      'and says no reason for it',
      `make it security invoker, or comment on function ${name} is 'why it must'`,
    );
  }
  if (unbound) {
    add(
      `and the owner is ${owner}, whom no policy binds`,
      `make it security invoker, or alter function ${name} owner to the owner of the tables`,
    );
  }
  return findings;
}
