/** Whether the database answers, keeps tenants apart, and has the payments. Changes nothing in it. */
import { checkDatabase, closeDatabase, connectDatabase, pingDatabase } from '../../lib/db/index.ts';
import { isLoaded } from '../../subgraphs/facts/load/index.ts';
import { reachAppDatabase } from '../app-database.ts';
import { rootPath } from '../root.ts';
import { type Check, type Diagnosis, finding, note, ok } from './check.ts';

export const databaseCheck: Check = {
  name: 'database',
  run: async (config) => {
    const database = await reachAppDatabase(config);
    if (database.kind === 'missing') {
      const { what, path } = database;
      if (what === 'database') return note(`none in ${path} yet`, 'npm start makes it');
      return finding(`${path} is missing: the roles are not made yet`, 'npx payscope db migrate');
    }
    try {
      return await examine(database.url);
    } finally {
      await database.stop();
    }
  },
};

async function examine(appUrl: string): Promise<readonly Diagnosis[]> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'payscope-doctor',
  });
  try {
    await pingDatabase(db);
    const found = await checkDatabase(db);
    if (found.length > 0) {
      return found.flatMap(({ table, what, fix }) => finding(`${table}: ${what}`, fix));
    }
    const data = (await isLoaded(db, rootPath('data/berka')))
      ? ok('the payments are loaded')
      : note('the payments are not loaded', 'npx payscope data load');
    return [...ok('answers, and keeps tenants apart'), ...data];
  } finally {
    await closeDatabase(db);
  }
}
