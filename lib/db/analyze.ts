/** Fresh planner statistics after a bulk load; without them queries choose plans for empty tables. */
import { openPool } from './pool.ts';

/**
 * Of tables with rows only. One that is empty would be planned for as empty however it grows, until
 * autovacuum comes by: a trail would be read whole for its newest entry. Without statistics the planner
 * takes a table for ten pages long at least.
 * @param ownerUrl the application role may not ANALYZE.
 */
export async function analyzeDatabase(ownerUrl: string): Promise<void> {
  const sql = openPool(ownerUrl, { max: 1, fetch_types: false });
  try {
    const tables = await sql<{ name: string }[]>`
      select pg_catalog.format('%I.%I', schemaname, relname) as name
      from pg_catalog.pg_stat_user_tables
      where pg_catalog.pg_relation_size(relid) > 0
      order by name`;
    for (const { name } of tables) await sql.unsafe(`analyze ${name}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
