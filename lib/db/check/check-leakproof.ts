/** A policy comes before a filter, unless the filter's function claims that it tells nothing. */
import type { Sql } from 'postgres';
import { type Finding, OURS } from './finding.ts';

/** PostgreSQL calls those it trusts so on rows that the policy then hides. */
export async function checkLeakproof(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string }[]>`
    select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
      as name
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.proleakproof and ${sql.unsafe(OURS)}
    order by 1`;
  return rows.map(({ name }) => ({
    table: name,
    what: 'claims to be leakproof, so it may be called on rows of other banks',
    fix: `alter function ${name} not leakproof`,
  }));
}
