/** The database as the application's role sees it: what that may do is what counts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { APP_ROLE, startOwnServer } from '../lib/db/index.ts';
import { loadSecret } from '../lib/keys.ts';
import type { CliConfig } from './config.ts';

/** Inside the project's own PostgreSQL. */
const EMBEDDED_DATABASE = 'payscope';

export type AppDatabase =
  /** There is nothing to reach yet: no database, or no role with a password. */
  | { readonly kind: 'missing'; readonly what: 'database' | 'role'; readonly path: string }
  | { readonly kind: 'reached'; readonly url: string; readonly stop: () => Promise<void> };

/**
 * Changes nothing: where there is no database, none is made.
 * @throws {DatabaseError} when the project's own PostgreSQL can't be started.
 */
export async function reachAppDatabase(config: CliConfig): Promise<AppDatabase> {
  const { APP_DATABASE_URL, DATABASE_URL, DATA_DIR } = config;
  const nothing = async () => undefined;
  if (APP_DATABASE_URL) return { kind: 'reached', url: APP_DATABASE_URL, stop: nothing };
  const database = join(DATA_DIR, 'postgres');
  if (!DATABASE_URL && !existsSync(database)) {
    return { kind: 'missing', what: 'database', path: database };
  }
  const file = join(DATA_DIR, 'keys', 'app-password.secret');
  if (!existsSync(file)) return { kind: 'missing', what: 'role', path: file };
  const password = await loadSecret(file);
  if (DATABASE_URL) {
    return { kind: 'reached', url: asApp(new URL(DATABASE_URL), password), stop: nothing };
  }
  const embedded = await startOwnServer({ dataDir: DATA_DIR, log: pino({ level: 'silent' }) });
  const url = new URL(embedded.url);
  url.pathname = `/${EMBEDDED_DATABASE}`;
  return { kind: 'reached', url: asApp(url, password), stop: embedded.stop };
}

function asApp(url: URL, password: string): string {
  url.username = APP_ROLE;
  url.password = password;
  return url.href;
}
