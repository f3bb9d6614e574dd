/** Fresh planner statistics after a bulk load; without them queries choose plans for empty tables. */
import { openPool } from './pool.ts';

/** @param ownerUrl the application role may not ANALYZE. */
export async function analyzeDatabase(ownerUrl: string): Promise<void> {
  const sql = openPool(ownerUrl, { max: 1, fetch_types: false });
  try {
    await sql`analyze`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
