/** The connection pool behind a Database. Private to this folder: index.ts does not export it. */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';

/** Key of the pool inside a Database; whoever lacks it has no way to a connection. */
export const POOL: unique symbol = Symbol('pool');

/** A pool of connections that only withTenant() can query. */
export interface Database {
  readonly [POOL]: Sql;
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, as the application role. */
  readonly url: string;
  /** Connections at most. Danger: times the number of processes, within the server's maximum. */
  readonly poolMax: number;
  /** A statement that runs longer is cancelled by the server. */
  readonly statementTimeoutMs: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
}

/** Connects on first use, so this never fails on a server that is still starting. */
export function connectDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options.url, {
    max: options.poolMax,
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs,
      // A transaction left open by a bug must not hold its locks for ever.
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  // drizzle() sets the pool's parsers so that dates arrive as text, as its columns expect them.
  drizzle(pool);
  return { [POOL]: pool };
}

/** A plain pool for migrations and catalogue checks. */
export function openPool(url: string, options: postgres.Options<never> = {}): Sql {
  // No `debug`: it would make every error carry its statement's parameters.
  return postgres(url, { connect_timeout: 10, onnotice: () => undefined, ...options });
}

/** One round trip; rejects when the database does not answer. */
export async function pingDatabase(db: Database): Promise<void> {
  await db[POOL]`select 1`;
}

/** Waits up to five seconds for running queries. */
export async function closeDatabase(db: Database): Promise<void> {
  await db[POOL].end({ timeout: 5 });
}
