/** The only way to query: a transaction bound to one bank, under row-level security. */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { PgDialect, type PgTransaction } from 'drizzle-orm/pg-core';
import {
  type PostgresJsQueryResultHKT,
  PostgresJsSession,
  PostgresJsTransaction,
} from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { codeOf } from '../errors/index.ts';
import type { BankId } from '../ids.ts';
import { cancelUntilEnded, type Lane, type LaneClient } from './lane.ts';
import { type Database, POOL } from './pool.ts';
import { type Begin, type TenantClient, tenantClient } from './tenant-client.ts';
import { TransactionError } from './transaction-error.ts';

type NoSchema = Record<string, never>;

/** Drizzle's transaction; it sees rows of one bank only and ends with withTenant(). */
export type TenantTransaction = PgTransaction<PostgresJsQueryResultHKT, NoSchema, NoSchema>;

export type TenantWork<T> = (tx: TenantTransaction) => Promise<T>;

/** When a transaction is not worth going on with. */
export interface TransactionLimits {
  /** `performance.now()`: nothing starts after it, and the server ends what runs longer. */
  readonly deadline?: number | undefined;
  /** Aborted when nobody waits for the answer: what runs is cancelled, and rolled back. */
  readonly signal?: AbortSignal | undefined;
  /** For a statement; that of the database, where it is less. */
  readonly statementTimeoutMs?: number | undefined;
}

export interface ReadLimits extends TransactionLimits {
  /** Statements the work sends, 1 where not said. */
  readonly statements?: number | undefined;
}

/**
 * Runs `work` in a transaction of one bank: committed when it resolves, rolled back when it rejects.
 * BEGIN and the bank go out with its first statements, so they cost no round trip.
 * @example await withTenant(db, bankId, (tx) => tx.insert(payments).values(rows), { signal })
 * @throws {TransactionError} when it was ended before its time
 */
export async function withTenant<T>(
  db: Database,
  bankId: BankId,
  work: TenantWork<T>,
  limits: TransactionLimits = {},
): Promise<T> {
  return run(db, bankId, work, { ...limits, reads: undefined });
}

/**
 * A read in one round trip: COMMIT goes out right behind the statement, before it is answered. A
 * second statement throws, and one that writes is refused by the server.
 * @example await readTenant(db, bankId, (tx) => tx.select().from(payments).limit(1))
 */
export async function readTenant<T>(
  db: Database,
  bankId: BankId,
  work: TenantWork<T>,
  { statements = 1, ...limits }: ReadLimits = {},
): Promise<T> {
  return run(db, bankId, work, { ...limits, reads: statements });
}

async function run<T>(
  db: Database,
  bankId: BankId,
  work: TenantWork<T>,
  limits: TransactionLimits & { readonly reads: number | undefined },
): Promise<T> {
  const { deadline, signal, statementTimeoutMs, reads } = limits;
  checkInTime(limits);
  const { lanes, ...pool } = db[POOL];
  return lanes.borrow((lane) => {
    checkInTime(limits);
    const begin: Begin = {
      bankId,
      deadline,
      reads,
      statementTimeoutMs: Math.min(statementTimeoutMs ?? Infinity, pool.statementTimeoutMs),
    };
    return onLane(lane, tenantClient(lane, begin), work, signal);
  }, signal);
}

function checkInTime({ deadline, signal }: TransactionLimits): void {
  if (signal?.aborted) throw new TransactionError('ABORTED');
  if (deadline !== undefined && performance.now() >= deadline) {
    throw new TransactionError('DEADLINE_PASSED');
  }
}

/** Comes back only when the lane is free of it: answered, uncancelled, and without a bank. */
async function onLane<T>(
  lane: Lane,
  sending: TenantClient,
  work: TenantWork<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const stopped = rejectable();
  const lost = rejectable();
  const onAbort = () => {
    const why = new TransactionError('ABORTED');
    sending.refuse(why.fault);
    stopped.reject(why);
  };
  const onLost = () => {
    const why = new TransactionError('CONNECTION_LOST');
    sending.refuse(why.fault);
    stopped.reject(why);
    lost.reject(why);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  lane.lost.addEventListener('abort', onLost, { once: true });
  try {
    const value = await Promise.race([work(transactionOn(sending.client)), stopped.promise]);
    await Promise.race([sending.answered(), stopped.promise]);
    // What is to be committed is not worth less because nobody waits for it any more.
    signal?.removeEventListener('abort', onAbort);
    await Promise.race([sending.commit(), lost.promise]);
    return value;
  } catch (error) {
    sending.refuse('AFTER_END');
    await clear(lane, sending, lost.promise, error);
    throw await causeOf(lane, sending, error);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    lane.lost.removeEventListener('abort', onLost);
  }
}

/** May be rejected with nobody waiting. */
function rejectable(): { promise: Promise<never>; reject: (why: TransactionError) => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  return { promise, reject };
}

/**
 * Nothing of a failed transaction may be left on a lane; one that can't be cleared is thrown away.
 * @param lost rejects when the connection ends, from when on the driver may answer nothing.
 */
async function clear(
  lane: Lane,
  sending: TenantClient,
  lost: Promise<never>,
  error: unknown,
): Promise<void> {
  if (lane.lost.aborted) return;
  const isAborted = error instanceof TransactionError && error.fault === 'ABORTED';
  try {
    if (isAborted) await cancelUntilEnded(lane, sending.answered());
    await Promise.race([sending.rollback(), lost]);
  } catch {
    lane.discard();
  }
}

/** PostgreSQL: the transaction is aborted, by an error before this one. */
const IN_FAILED_TRANSACTION = '25P02';

async function causeOf(lane: Lane, sending: TenantClient, error: unknown): Promise<unknown> {
  // Drizzle's own error carries the parameters in its message: rows, in a log.
  const cause = error instanceof DrizzleQueryError && error.cause ? error.cause : error;
  const code = codeOf(cause);
  if (lane.lost.aborted) {
    const isOfTheConnection = code !== undefined && !(cause instanceof postgres.PostgresError);
    return isOfTheConnection ? new TransactionError('CONNECTION_LOST', { cause }) : cause;
  }
  return code === IN_FAILED_TRANSACTION ? ((await sending.firstError()) ?? cause) : cause;
}

function transactionOn(client: LaneClient): TenantTransaction {
  const dialect = new PgDialect();
  const session = new PostgresJsSession<LaneClient, NoSchema, NoSchema>(client, dialect, undefined);
  return new PostgresJsTransaction<NoSchema, NoSchema>(dialect, session, undefined);
}
