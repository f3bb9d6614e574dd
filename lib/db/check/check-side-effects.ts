/** What a statement sets off by itself: rules, and triggers with the rights of others or switched off. */
import type { Sql } from 'postgres';
import { type Finding, OURS, TENANT_TABLES } from './finding.ts';

export async function checkSideEffects(sql: Sql): Promise<readonly Finding[]> {
  const found = await Promise.all([checkRules(sql), checkTriggers(sql)]);
  return found.flat();
}

/** A rule's actions run with the rights of the table's owner, wherever it sends the statement. */
async function checkRules(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<{ name: string; rule: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, format('%I', r.rulename) as rule
    from pg_catalog.pg_rewrite r
    join pg_catalog.pg_class c on c.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    -- The rule that makes a view a view.
    where r.rulename <> '_RETURN' and ${sql.unsafe(OURS)}
    order by 1, 2`;
  return rows.map(({ name, rule }) => ({
    table: name,
    what: `rule ${rule} rewrites statements and acts with its owner's rights`,
    fix: `drop rule ${rule} on ${name}; a trigger acts as who writes`,
  }));
}

interface TriggerRow {
  readonly name: string;
  readonly trigger: string;
  readonly function: string;
  readonly definer: boolean;
  readonly off: boolean;
}

/** The triggers behind foreign keys too: one that is off lets a row point at another bank's. */
async function checkTriggers(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<TriggerRow[]>`
    select t.name, format('%I', g.tgname) as trigger, p.oid::regprocedure::text as function,
      p.prosecdef as definer, g.tgenabled in ('D', 'R') as off
    from ${sql.unsafe(TENANT_TABLES)} t
    join pg_catalog.pg_trigger g on g.tgrelid = t.oid
    join pg_catalog.pg_proc p on p.oid = g.tgfoid
    where p.prosecdef or g.tgenabled in ('D', 'R')
    order by 1, 2`;
  return rows.flatMap(({ name, trigger, function: called, definer, off }) => {
    const findings: Finding[] = [];
    if (definer) {
      findings.push({
        table: name,
        what: `trigger ${trigger} runs ${called} with its owner's rights`,
        fix: `alter function ${called} security invoker`,
      });
    }
    if (off) {
      findings.push({
        table: name,
        what: `trigger ${trigger} is switched off`,
        fix: `alter table ${name} enable trigger ${trigger}`,
      });
    }
    return findings;
  });
}
