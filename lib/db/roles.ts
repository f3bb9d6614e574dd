/** The two database roles: the owner that migrates, and the application's, bound by the policies. */
import type { Sql } from 'postgres';
import { codeOf } from '../errors/index.ts';
import { DatabaseError } from './errors.ts';
import { openPool } from './pool.ts';

/** Owns every table of an embedded database. */
export const OWNER_ROLE = 'payscope_owner';
/** What subgraphs connect as; the migrations grant to it. */
export const APP_ROLE = 'payscope_app';
/** The database inside an embedded cluster. */
const DATABASE = 'payscope';

/** Any fixed number; roles belong to the whole cluster, so starts must not race for them. */
const LOCK = 4_180_190_613;

export interface RolePasswords {
  readonly ownerPassword: string;
  readonly appPassword: string;
}

export interface RoleUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/** In an embedded cluster: both roles and the database, as the superuser. */
export async function ensureRoles(
  adminUrl: string,
  { ownerPassword, appPassword }: RolePasswords,
  database: string = DATABASE,
): Promise<RoleUrls> {
  await asOnly(adminUrl, async (sql) => {
    await ensureRole(sql, OWNER_ROLE, ownerPassword);
    await ensureRole(sql, APP_ROLE, appPassword);
    const [there] = await sql`select from pg_database where datname = ${database}`;
    if (!there) await sql`create database ${sql(database)} owner ${sql(OWNER_ROLE)}`;
    // As migrations/0010 does; a copy of a migrated database comes without it.
    await sql`revoke temporary on database ${sql(database)} from public`;
  });
  return {
    ownerUrl: urlFor(adminUrl, OWNER_ROLE, ownerPassword, database),
    appUrl: urlFor(adminUrl, APP_ROLE, appPassword, database),
  };
}

/**
 * In a given database: the application role, where the owner may create it.
 * @throws {DatabaseError} ROLE_MISSING with the statement an administrator runs.
 */
export async function ensureAppRole(ownerUrl: string, appPassword: string): Promise<string> {
  await asOnly(ownerUrl, async (sql) => {
    try {
      if (!(await hasRole(sql, APP_ROLE))) await ensureRole(sql, APP_ROLE, appPassword);
    } catch (cause) {
      throw new DatabaseError(
        'ROLE_MISSING',
        `the user of DATABASE_URL may not create the role ${APP_ROLE}; let an administrator run ` +
          `"create role ${APP_ROLE} login nosuperuser nobypassrls password '…'" and set APP_DATABASE_URL`,
        { cause },
      );
    }
  });
  const appUrl = urlFor(ownerUrl, APP_ROLE, appPassword);
  await checkLogin(appUrl);
  return appUrl;
}

async function checkLogin(appUrl: string): Promise<void> {
  const sql = openPool(appUrl, { max: 1, fetch_types: false });
  try {
    await sql`select 1`;
  } catch (cause) {
    const invalidPassword = '28P01';
    if (codeOf(cause) !== invalidPassword) throw cause;
    throw new DatabaseError(
      'ROLE_MISSING',
      `the role ${APP_ROLE} exists in this database with a password made elsewhere; set ` +
        'APP_DATABASE_URL, or copy keys/app-password.secret from the DATA_DIR that made it',
      { cause },
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Made or brought back to what it must be, so that the kept password is always the right one. */
async function ensureRole(sql: Sql, role: string, password: string): Promise<void> {
  const verb = (await hasRole(sql, role)) ? 'alter' : 'create';
  // A password can't be a parameter of a utility statement; format() quotes it.
  const [statement] = await sql<{ text: string }[]>`
    select format('%s role %I login nosuperuser nobypassrls nocreatedb nocreaterole password %L',
      ${verb}::text, ${role}::text, ${password}::text) as text`;
  if (statement) await sql.unsafe(statement.text);
}

async function hasRole(sql: Sql, role: string): Promise<boolean> {
  return (await sql`select from pg_roles where rolname = ${role}`).length > 0;
}

async function asOnly(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = openPool(url, { max: 1, fetch_types: false });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The same server and database, as another role. */
function urlFor(url: string, role: string, password: string, database?: string): string {
  const other = new URL(url);
  other.username = role;
  other.password = password;
  if (database) other.pathname = `/${database}`;
  return other.href;
}
