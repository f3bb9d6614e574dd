/** A view reads as who asks it; what can't have policies of its own must not hold rows. */
import type { Sql } from 'postgres';
import { type Finding, OURS } from './finding.ts';

interface ViewRow {
  readonly name: string;
  readonly kind: 'v' | 'm' | 'f';
  readonly invoker: boolean;
  readonly owner: string;
  readonly unbound: boolean;
}

/** Whoever may read it today: a grant is easily added, and nobody looks at the view again then. */
export async function checkViews(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<ViewRow[]>`
    select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind,
      coalesce((select option_value::boolean from pg_options_to_table(c.reloptions)
        where option_name = 'security_invoker'), false) as invoker,
      r.rolname::text as owner, (r.rolsuper or r.rolbypassrls) as unbound
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles r on r.oid = c.relowner
    where c.relkind in ('v', 'm', 'f') and ${sql.unsafe(OURS)}
    order by 1`;
  return rows.flatMap(findingsOf);
}

function findingsOf({ name, kind, invoker, owner, unbound }: ViewRow): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (what: string, fix: string) => findings.push({ table: name, what, fix });
  if (kind === 'm') {
    add(
      "this materialized view holds rows read with its owner's rights, and can have no policies",
      'make it a table with bank_id and policies',
    );
  } else if (kind === 'f') {
    add(
      'this foreign table can have no policies',
      'copy what is needed into a table with bank_id and policies',
    );
  } else {
    if (!invoker) {
      add(
        "this view reads with its owner's rights",
        `alter view ${name} set (security_invoker = true)`,
      );
    }
    if (unbound) {
      add(
        `this view is owned by ${owner}, whom no policy binds`,
        `alter view ${name} owner to the owner of the tables`,
      );
    }
  }
  return findings;
}
