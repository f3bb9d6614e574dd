/** A connection pool for a test, as the application's role or whoever the URL names. */
import { connectDatabase, type Database } from '../../lib/db/index.ts';

/** To be closed by closeDatabase(). */
export function connectForTest(url: string, poolMax = 1): Database {
  return connectDatabase({ url, poolMax, statementTimeoutMs: 10_000, applicationName: 'test' });
}
