/** Whether the database answers, keeps tenants apart, and has the payments. Changes nothing in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import {
  APP_ROLE,
  checkDatabase,
  closeDatabase,
  connectDatabase,
  pingDatabase,
  startEmbedded,
} from '../../lib/db/index.ts';
import { loadSecret } from '../../lib/keys.ts';
import { isLoaded } from '../../subgraphs/facts/load/index.ts';
import type { CliConfig } from '../config.ts';
import { rootPath } from '../root.ts';
import { type Check, type Diagnosis, finding, note, ok } from './check.ts';

/** Inside the project's own PostgreSQL. */
const EMBEDDED_DATABASE = 'payscope';

export const databaseCheck: Check = {
  name: 'database',
  run: async (config) => {
    if (config.APP_DATABASE_URL) return examine(config.APP_DATABASE_URL);
    if (config.DATABASE_URL) return examineAs(config, config.DATABASE_URL);
    if (!existsSync(join(config.DATA_DIR, 'postgres'))) {
      return note(`none in ${join(config.DATA_DIR, 'postgres')} yet`, 'npm start makes it');
    }
    const log = pino({ level: 'silent' });
    const embedded = await startEmbedded({ dataDir: config.DATA_DIR, log });
    try {
      const url = new URL(embedded.url);
      url.pathname = `/${EMBEDDED_DATABASE}`;
      return await examineAs(config, url.href);
    } finally {
      await embedded.stop();
    }
  },
};

/** The owner isn't bound by the policies; what counts is what the application's role may do. */
async function examineAs(config: CliConfig, ownerUrl: string): Promise<readonly Diagnosis[]> {
  const file = join(config.DATA_DIR, 'keys', 'app-password.secret');
  if (!existsSync(file)) {
    return finding(`${file} is missing: the roles are not made yet`, 'npx payscope db migrate');
  }
  const url = new URL(ownerUrl);
  url.username = APP_ROLE;
  url.password = await loadSecret(file);
  return examine(url.href);
}

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
