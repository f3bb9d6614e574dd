/** One connection, lent to one transaction at a time; never revived, so never another one's. */
import { setTimeout as wait } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { ReservedSql, Sql, TransactionSql } from 'postgres';
import { requestCancel } from './cancel-request.ts';
import { BIND_TENANT } from './tenant-client.ts';
import { TransactionError } from './transaction-error.ts';

/** What Drizzle takes for the client of a transaction. */
export type LaneClient = ReservedSql & TransactionSql;

export interface Lane {
  /** Statements go out as they come, without waiting for the answers before. */
  readonly client: LaneClient;
  /** Aborts when the connection ends, whoever ends it. */
  readonly lost: AbortSignal;
  /** `performance.now()` when it was opened. */
  readonly openedAt: number;
  /** Cancels what the server runs on it. @returns when the request can hit nothing any more. */
  readonly cancel: () => Promise<void>;
  /** It is good for nothing more; who gets it back closes it. */
  readonly discard: () => void;
  /** Ends the connection, whatever it does. */
  readonly close: () => Promise<void>;
}

const END_SECONDS_MAX = 1;

/** A lane has one transaction at a time, whose parts can't be undone apart. */
const NO_NESTING = {
  savepoint: (): never => {
    throw new TypeError('a lane has no savepoints');
  },
  prepare: (): never => {
    throw new TypeError('a lane has no two-phase commit');
  },
};

/** Makes a driver's client of one connection; told when that ends. */
export type OpenClient = (onclose: () => void) => Sql;

/**
 * A client of its own per connection: the driver's pool connects anew where a connection is lost, and
 * would send the rest of a transaction there.
 */
export async function openLane(openClient: OpenClient): Promise<Lane> {
  const lost = new AbortController();
  const sql = openClient(() => lost.abort());
  // Sets the parsers so that dates arrive as text, as Drizzle's columns expect them.
  drizzle(sql);
  try {
    // Outside a transaction it sets nothing; it is planned from here on, and names the backend.
    const { state } = await sql.unsafe(BIND_TENANT, ['', '0', '0'], { prepare: true });
    // Now that it is open: the driver never answers a reservation that has to open a connection.
    if (lost.signal.aborted) throw new TransactionError('CONNECTION_LOST');
    const client = Object.assign(await sql.reserve(), NO_NESTING);
    const backend = { pid: state.pid, secret: state.secret };
    const { host, port, path, ssl } = sql.options;
    return {
      client,
      lost: lost.signal,
      openedAt: performance.now(),
      cancel: () => requestCancel({ host, port, path, ssl }, backend),
      discard: () => lost.abort(),
      close: async () => {
        // First, so that nobody takes it for a good one while it ends.
        lost.abort();
        client.release();
        await sql.end({ timeout: END_SECONDS_MAX });
      },
    };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/** Pause between two cancel requests: one that came before its statement did nothing. */
const CANCEL_AGAIN_MS = 20;
const CANCELS_MAX = 25;

/**
 * Cancels until `statements` have ended. A request is waited for before anything else is done with
 * the lane, so that a late one can't hit the next tenant.
 * @throws when they don't end, or the server takes no requests
 */
export async function cancelUntilEnded(lane: Lane, statements: Promise<unknown>): Promise<void> {
  let ended = false;
  const ending = statements.then(() => {
    ended = true;
  });
  await Promise.race([ending, wait(0)]);
  for (let sent = 0; !ended; sent += 1) {
    if (sent === CANCELS_MAX || lane.lost.aborted) throw new TransactionError('CONNECTION_LOST');
    await lane.cancel();
    await Promise.race([ending, wait(CANCEL_AGAIN_MS)]);
  }
}
