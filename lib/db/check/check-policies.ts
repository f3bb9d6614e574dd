/** Row-level security on every tenant table, for the owner too, by the one tenant expression. */
import type { Sql } from 'postgres';
import { type Finding, TENANT_TABLES } from './finding.ts';

interface TableRow {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: readonly PolicyRow[];
}

interface PolicyRow {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  readonly everyone: boolean;
  readonly using: string | null;
  readonly check: string | null;
}

/** `bank_id = (select app.current_bank())` as the catalogue prints it. */
const TENANT = '(bank_id = ( SELECT app.current_bank() AS current_bank))';
const EXPRESSION = 'bank_id = (select app.current_bank())';

export async function checkPolicies(sql: Sql): Promise<readonly Finding[]> {
  const rows = await sql<TableRow[]>`
    select t.name, t.relrowsecurity as enabled, t.relforcerowsecurity as forced,
      coalesce((
        select json_agg(json_build_object('name', p.polname, 'permissive', p.polpermissive,
          'command', p.polcmd, 'everyone', p.polroles = '{0}',
          'using', pg_get_expr(p.polqual, p.polrelid),
          'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname)
        from pg_catalog.pg_policy p where p.polrelid = t.oid), '[]') as policies
    from ${sql.unsafe(TENANT_TABLES)} t
    order by t.name`;
  return rows.flatMap(findingsOf);
}

function findingsOf({ name, enabled, forced, policies }: TableRow): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (what: string, fix: string) => findings.push({ table: name, what, fix });
  if (!enabled) {
    add('row-level security is off', `alter table ${name} enable row level security`);
  }
  if (!forced) {
    add('row-level security is not forced', `alter table ${name} force row level security`);
  }
  const whole = policies.filter(
    ({ command, everyone, using, check }) =>
      command === '*' && everyone && using === TENANT && check === TENANT,
  );
  if (!whole.some(({ permissive }) => permissive)) {
    add(
      'has no policy for all commands and roles on the bank',
      `create policy … on ${name} using (${EXPRESSION}) with check (${EXPRESSION})`,
    );
  }
  // What the next permissive policy can't widen.
  if (whole.every(({ permissive }) => permissive)) {
    add(
      'has no restrictive policy for all commands and roles on the bank',
      `create policy … on ${name} as restrictive using (${EXPRESSION}) with check (${EXPRESSION})`,
    );
  }
  for (const policy of policies) {
    // Permissive policies add up: one that is wider opens the table whatever the others say.
    const wide = (policy.using ?? TENANT) !== TENANT || (policy.check ?? TENANT) !== TENANT;
    if (policy.permissive && wide) {
      add(`policy ${policy.name} is not on the bank`, `drop policy ${policy.name} on ${name}`);
    }
  }
  return findings;
}
