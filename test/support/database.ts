/** A migrated database of a test file's own, copied from a template that is made once per run. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import {
  closeDatabase,
  connectDatabase,
  ensureRoles,
  migrate,
  type RoleUrls,
} from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { createLog } from '../../lib/log.ts';
import { loadBerka } from '../../subgraphs/facts/load/index.ts';
import { openTestKeys } from './personal-keys.ts';

/** How much of the real data it starts with. */
export type Load = 'none' | 'sample' | 'full';

export interface TestDatabase extends RoleUrls, AsyncDisposable {
  /** As the superuser, whom no policy binds. */
  readonly adminUrl: string;
  /** Also ends connections that are still open. */
  drop(): Promise<void>;
  /** What no role of ours may do; several statements, separated by semicolons. */
  asSuperuser(statements: string): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const DATA = fileURLToPath(new URL('../../data/berka', import.meta.url));

/** Enough for every channel, purpose and partner bank. */
const SAMPLE_TRANSACTIONS = 6000;
/** Any fixed number: a template is made and copied by one test file at a time. */
const LOCK = 4_180_190_614;

/** @example const database = await createTestDatabase({ load: 'sample' }); afterAll(database.drop) */
export async function createTestDatabase(
  options: { readonly load?: Load } = {},
): Promise<TestDatabase> {
  const { adminUrl, ...passwords } = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdmin(adminUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOCK})`;
    const template = await ensureTemplate(sql, options.load ?? 'none');
    await sql`create database ${sql(name)} template ${sql(template)}
      strategy file_copy owner payscope_owner`;
  });
  const urls = await ensureRoles(adminUrl, passwords, name);
  const drop = () =>
    withAdmin(adminUrl, async (sql) => {
      await sql`drop database if exists ${sql(name)} with (force)`;
    });
  const ownAdminUrl = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  return {
    ...urls,
    adminUrl: ownAdminUrl,
    drop,
    [Symbol.asyncDispose]: drop,
    asSuperuser: (statements) =>
      withAdmin(ownAdminUrl, async (sql) => {
        await sql.unsafe(statements).simple();
      }),
  };
}

/** Named only when complete: a half-made one is dropped by the next. */
async function ensureTemplate(sql: Sql, load: Load): Promise<string> {
  const name = `template_${load}`;
  const [there] = await sql`select from pg_database where datname = ${name}`;
  if (there) return name;
  const making = `${name}_making`;
  await sql`drop database if exists ${sql(making)} with (force)`;
  const { adminUrl, ...passwords } = inject('cluster');
  const urls = await ensureRoles(adminUrl, passwords, making);
  const log = createLog({ name: 'test', level: 'warn' });
  await migrate({ url: urls.ownerUrl, dir: MIGRATIONS, log });
  if (load !== 'none') await fill(urls.appUrl, load);
  await sql`alter database ${sql(making)} rename to ${sql(name)}`;
  return name;
}

async function fill(appUrl: string, load: 'sample' | 'full'): Promise<void> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 2,
    statementTimeoutMs: 60_000,
    applicationName: 'test-template',
  });
  try {
    await loadBerka({
      db,
      keys: await openTestKeys(),
      dataDir: DATA,
      ...(load === 'sample' ? { transactionsMax: SAMPLE_TRANSACTIONS } : {}),
    });
  } finally {
    await closeDatabase(db);
  }
}

async function withAdmin(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = openPool(url, { max: 1, fetch_types: false });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
