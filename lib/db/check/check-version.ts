/** Whether the server is one that can do what transactions here need. */
import type { Sql } from 'postgres';
import type { Finding } from './finding.ts';

/** The first with transaction_timeout, which ends what outlives its deadline. */
const MAJOR_MIN = 17;
/** server_version_num of 17.2 is 170002. */
const PER_MAJOR = 10_000;

export async function checkVersion(sql: Sql): Promise<readonly Finding[]> {
  const [row] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::integer as version`;
  return row ? versionFindings(row.version) : [];
}

/** @param version as server_version_num has it */
export function versionFindings(version: number): readonly Finding[] {
  const major = Math.floor(version / PER_MAJOR);
  if (major >= MAJOR_MIN) return [];
  return [
    {
      table: 'the server',
      what: `is PostgreSQL ${major}, which has no transaction_timeout`,
      fix: `use PostgreSQL ${MAJOR_MIN} or newer`,
    },
  ];
}
