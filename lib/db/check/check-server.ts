/** What the server writes to its own log of a failed statement: not the row that failed. */
import type { Sql } from 'postgres';
import type { Finding } from './finding.ts';

/**
 * The client gets no DETAIL with values from a table with policies; the log does, unless it is terse.
 * A superuser's setting, which the owner of a given database may not be able to change.
 */
export async function checkServer(sql: Sql): Promise<readonly Finding[]> {
  const [row] = await sql<{ database: string; verbosity: string }[]>`
    select format('%I', current_database()) as database,
      current_setting('log_error_verbosity') as verbosity`;
  if (!row || row.verbosity === 'terse') return [];
  return [
    {
      table: row.database,
      what: `log_error_verbosity is ${row.verbosity}: values of rows get into the server's log`,
      fix: `alter database ${row.database} set log_error_verbosity = terse, as a superuser`,
    },
  ];
}
