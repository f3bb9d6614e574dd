/** The only way to query: a transaction bound to one bank, under row-level security. */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { PgDialect, type PgTransaction } from 'drizzle-orm/pg-core';
import {
  type PostgresJsQueryResultHKT,
  PostgresJsSession,
  PostgresJsTransaction,
} from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { BankId } from '../ids.ts';
import { type Database, POOL } from './pool.ts';

type NoSchema = Record<string, never>;

/** Drizzle's transaction; it sees rows of one bank only and ends with withTenant(). */
export type TenantTransaction = PgTransaction<PostgresJsQueryResultHKT, NoSchema, NoSchema>;

/**
 * Runs `work` in a transaction of one bank: committed when it resolves, rolled back when it rejects.
 * @example await withTenant(db, bankId, (tx) => tx.select().from(payments).limit(1))
 */
export async function withTenant<T>(
  db: Database,
  bankId: BankId,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  try {
    const outcome = await db[POOL].begin(async (client) => {
      const tx = transactionOn(client);
      // Not awaited first: sent in front of the first query of `work`, which saves a round trip. Were
      // it to fail, the policies would raise, since an unset bank is an error and not "all rows".
      const setting = client
        .unsafe(`select set_config('app.bank_id', $1, true)`, [bankId], { prepare: true })
        .execute();
      const [value] = await Promise.all([work(tx), setting]);
      return { value };
    });
    return outcome.value;
  } catch (error) {
    // Drizzle's own error carries the parameters in its message: rows, in a log.
    if (error instanceof DrizzleQueryError && error.cause) throw error.cause;
    throw error;
  }
}

function transactionOn(client: TransactionSql): TenantTransaction {
  const prepared = preparing(client);
  if (!servesDrizzle(prepared)) throw new TypeError('not the client of a transaction');
  const dialect = new PgDialect();
  const session = new PostgresJsSession<TransactionSql & Sql, NoSchema, NoSchema>(
    prepared,
    dialect,
    undefined,
  );
  return new PostgresJsTransaction<NoSchema, NoSchema>(dialect, session, undefined);
}

/** postgres.js types a transaction's client apart from a pool; drizzle uses what they share. */
function servesDrizzle(client: TransactionSql): client is TransactionSql & Sql {
  return typeof client.unsafe === 'function' && typeof client.savepoint === 'function';
}

/**
 * Drizzle asks for unnamed statements, which postgres.js describes anew each time: two round trips and
 * a plan for every query. Named ones are planned once per connection.
 */
function preparing(client: TransactionSql): TransactionSql {
  const unsafe = client.unsafe;
  const prepared: TransactionSql['unsafe'] = (query, parameters, options) =>
    unsafe(query, parameters, { ...options, prepare: (parameters?.length ?? 0) > 0 });
  return Object.assign(client, { unsafe: prepared });
}
