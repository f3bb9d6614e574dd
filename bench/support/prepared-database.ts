/** The database a bench is pointed at by DATABASE_URL, migrated; else one of its own under DATA_DIR. */
import { pino } from 'pino';
import {
  closeDatabase,
  connectDatabase,
  type Database,
  prepareDatabase,
} from '../../lib/db/index.ts';

export interface PreparedDatabase extends AsyncDisposable {
  readonly db: Database;
}

/** @example await using prepared = await openPreparedDatabase({ poolMax: 2 }); */
export async function openPreparedDatabase({
  poolMax,
}: {
  readonly poolMax: number;
}): Promise<PreparedDatabase> {
  const prepared = await prepareDatabase({
    databaseUrl: process.env.DATABASE_URL,
    appDatabaseUrl: undefined,
    dataDir: process.env.DATA_DIR ?? '.data',
    migrationsDir: new URL('../../migrations', import.meta.url).pathname,
    log: pino({ level: 'silent' }),
  });
  const db = connectDatabase({
    url: prepared.appUrl,
    poolMax,
    statementTimeoutMs: 30_000,
    applicationName: 'payscope-bench',
  });
  return {
    db,
    [Symbol.asyncDispose]: async () => {
      await closeDatabase(db);
      await prepared.stop();
    },
  };
}
