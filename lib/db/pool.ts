/** The connection pool behind a Database. Private to this folder: index.ts does not export it. */
import postgres, { type Sql } from 'postgres';
import { ARRAY_TYPES } from './array-types.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { openSocket } from './socket.ts';
import { tlsOptions } from './tls-options.ts';
import { splitTls } from './tls-url.ts';

/** Key of the pool inside a Database; whoever lacks it has no way to a connection. */
export const POOL: unique symbol = Symbol('pool');

/** A pool of connections that only withTenant() can query. */
export interface Database {
  readonly [POOL]: TenantPool;
}

/** What is behind a Database: connections to lend, and one apart for the self-check. */
export interface TenantPool {
  readonly lanes: Lanes;
  readonly statementTimeoutMs: number;
  /** To be ended by who opens it. */
  readonly openPlain: () => Sql;
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

type PoolOptions = Omit<postgres.Options<never>, 'types'> & { readonly types?: typeof ARRAY_TYPES };

/** Connects on first use, so this never fails on a server that is still starting. */
export function connectDatabase(options: DatabaseOptions): Database {
  const { url, poolMax, statementTimeoutMs, applicationName } = options;
  const open = (more: PoolOptions = {}) =>
    openPool(url, {
      max: 1,
      connection: {
        application_name: applicationName,
        statement_timeout: statementTimeoutMs,
        // A transaction left open by a bug must not hold its locks for ever.
        idle_in_transaction_session_timeout: 60_000,
      },
      ...more,
    });
  // The driver would end a connection by its age in the midst of a transaction; lanes do it between.
  const openClient = (onclose: () => void) =>
    open({ onclose, max_lifetime: null, fetch_types: false, types: ARRAY_TYPES });
  const lanes = createLanes(openClient, poolMax);
  return { [POOL]: { lanes, statementTimeoutMs, openPlain: () => open() } };
}

/** A pool as the driver makes it, for migrations and catalogue checks. */
export function openPool(url: string, options: PoolOptions = {}): Sql {
  // No `debug`: it would make every error carry its statement's parameters.
  const { url: plainUrl, tls } = splitTls(url);
  const all = {
    connect_timeout: 10,
    onnotice: () => undefined,
    socket: openSocket,
    // Said either way: left out, the driver would ask the environment.
    ssl: tls ? tlsOptions(tls) : false,
    ...options,
  };
  return postgres(plainUrl, all);
}

/** One round trip; rejects when the database does not answer. */
export async function pingDatabase(db: Database): Promise<void> {
  await db[POOL].lanes.borrow(({ client }) => client`select 1`);
}

/** Waits up to five seconds for running queries. */
export async function closeDatabase(db: Database): Promise<void> {
  await db[POOL].lanes.end({ timeoutMs: 5_000 });
}
