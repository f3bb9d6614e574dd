/** What a connection starts with: no bank, and nothing that switches guards off. */
import type { Sql } from 'postgres';
import type { Finding } from './finding.ts';

interface SessionRow {
  readonly role: string;
  readonly database: string;
  readonly bank: string;
  readonly replication: string;
  readonly setsReplication: boolean;
  readonly makesTemporary: boolean;
  readonly loginTriggers: readonly string[];
}

/** Asked of a connection like those that serve: a setting may come from anywhere, the URL included. */
export async function checkSession(sql: Sql): Promise<readonly Finding[]> {
  const [row] = await sql<SessionRow[]>`
    select format('%I', current_user) as role, format('%I', current_database()) as database,
      coalesce(current_setting('app.bank_id', true), '') as bank,
      current_setting('session_replication_role') as replication,
      has_parameter_privilege(current_user, 'session_replication_role', 'SET') as "setsReplication",
      has_database_privilege(current_user, current_database(), 'TEMP') as "makesTemporary",
      array(select format('%I', evtname) from pg_catalog.pg_event_trigger
        where evtevent = 'login' and evtenabled <> 'D' order by 1) as "loginTriggers"`;
  return row ? findingsOf(row) : [];
}

function findingsOf(row: SessionRow): readonly Finding[] {
  const { role, database } = row;
  const findings: Finding[] = [];
  const add = (table: string, what: string, fix: string) => findings.push({ table, what, fix });
  if (row.bank !== '') {
    add(
      role,
      'a connection starts with a bank, so that a forgotten one is not noticed',
      `alter role ${role} reset app.bank_id, alter database ${database} reset app.bank_id, or take it out of the URL`,
    );
  }
  if (row.replication !== 'origin') {
    add(
      role,
      `session_replication_role is ${row.replication}, so that triggers and foreign keys don't act`,
      `alter role ${role} reset session_replication_role`,
    );
  }
  if (row.setsReplication) {
    add(
      role,
      'may switch off triggers and foreign keys',
      `revoke set on parameter session_replication_role from ${role}`,
    );
  }
  if (row.makesTemporary) {
    add(
      database,
      'the application role may make temporary tables, which keep rows of one bank for the next',
      `revoke temporary on database ${database} from public, ${role}`,
    );
  }
  for (const trigger of row.loginTriggers) {
    add(
      database,
      `event trigger ${trigger} runs in each new connection`,
      `drop event trigger ${trigger}`,
    );
  }
  return findings;
}
