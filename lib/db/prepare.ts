/** Everything between "no database" and "safe to serve from". */
import { join } from 'node:path';
import { ensureSecret, loadSecret } from '../keys.ts';
import type { Log } from '../log.ts';
import { explainTls } from '../tls/index.ts';
import { checkDatabase, formatFindings } from './check/index.ts';
import { DatabaseError } from './errors.ts';
import { migrate } from './migrate.ts';
import { startOwnServer } from './own-server.ts';
import { openPool } from './pool.ts';
import { ensureAppRole, ensureRoles, type RoleUrls } from './roles.ts';

export interface PrepareOptions {
  /** The owner's URL; an embedded PostgreSQL is started when it is left out. */
  readonly databaseUrl?: string | undefined;
  /** The application role's URL; the role is made when it is left out. */
  readonly appDatabaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly log: Log;
}

export interface PreparedDatabase extends RoleUrls {
  /** Stops what was started. */
  stop(): Promise<void>;
}

/**
 * Starts or reaches the database, makes the roles, migrates and checks it.
 * @throws {DatabaseError} UNSAFE when the self-check finds anything; {MigrationError}.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<PreparedDatabase> {
  const reached = options.databaseUrl
    ? await reachGiven(options.databaseUrl, options)
    : await startOwn(options);
  try {
    await migrate({ url: reached.ownerUrl, dir: options.migrationsDir, log: options.log });
    const findings = await checkDatabase(reached.appUrl);
    if (findings.length > 0) throw new DatabaseError('UNSAFE', formatFindings(findings));
    return reached;
  } catch (error) {
    await reached.stop();
    throw error;
  }
}

async function startOwn({ dataDir, log }: PrepareOptions): Promise<PreparedDatabase> {
  const embedded = await startOwnServer({ dataDir, log });
  const [ownerPassword, appPassword] = await Promise.all([
    passwordOf(dataDir, 'owner-password'),
    passwordOf(dataDir, 'app-password'),
  ]);
  const urls = await ensureRoles(embedded.url, { ownerPassword, appPassword });
  return { ...urls, stop: embedded.stop };
}

async function reachGiven(ownerUrl: string, options: PrepareOptions): Promise<PreparedDatabase> {
  await checkReachable(ownerUrl);
  const appUrl =
    options.appDatabaseUrl ??
    (await ensureAppRole(ownerUrl, await passwordOf(options.dataDir, 'app-password')));
  return { ownerUrl, appUrl, stop: async () => undefined };
}

async function checkReachable(url: string): Promise<void> {
  const sql = openPool(url, { max: 1, fetch_types: false });
  try {
    await sql`select 1`;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    const tls = explainTls(cause);
    throw new DatabaseError(
      'UNREACHABLE',
      `DATABASE_URL does not answer: ${tls === undefined ? why : `${tls} (${why})`}`,
      { cause },
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function passwordOf(dataDir: string, name: string): Promise<string> {
  return loadSecret(await ensureSecret(join(dataDir, 'keys'), name));
}
