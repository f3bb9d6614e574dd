/** What a transaction may send on its lane, in which order, and until when. */
import type { ReservedSql } from 'postgres';
import type { BankId } from '../ids.ts';
import type { Lane, LaneClient } from './lane.ts';
import { TransactionError, type TransactionFault } from './transaction-error.ts';

/** All of it local to the transaction: COMMIT and ROLLBACK alike leave nothing behind. */
export const BIND_TENANT = `select set_config('app.bank_id', $1, true),
  set_config('statement_timeout', $2, true), set_config('transaction_timeout', $3, true)`;

export interface Begin {
  readonly bankId: BankId;
  readonly statementTimeoutMs: number;
  /** `performance.now()` after which nothing more is sent. */
  readonly deadline: number | undefined;
  /**
   * How many statements a read has: COMMIT goes out right behind the last, and the transaction may
   * not write. Undefined where the work decides.
   */
  readonly reads: number | undefined;
}

type Sent = ReturnType<ReservedSql['unsafe']>;
type Values = NonNullable<Parameters<ReservedSql['unsafe']>[1]>;

export interface TenantClient {
  /** For Drizzle: sends BEGIN and the bank in front of the first statement. */
  readonly client: LaneClient;
  /** Sends COMMIT where it isn't yet. @throws the first error there was, also one the work hid. */
  readonly commit: () => Promise<void>;
  /** Sends ROLLBACK. @throws when the lane is good for nothing more. */
  readonly rollback: () => Promise<void>;
  /** From now on each statement throws this. */
  readonly refuse: (why: TransactionFault) => void;
  /** Resolves when everything sent was answered. */
  readonly answered: () => Promise<void>;
  /** The first statement's error, which is why those behind it failed. */
  readonly firstError: () => Promise<unknown>;
}

/**
 * Past the deadline the server ends the connection: a transaction of many statements that each were
 * in time. Later than a statement's own timeout, which leaves the connection whole.
 */
const TRANSACTION_GRACE_MS = 1_000;

export function tenantClient(lane: Lane, begin: Begin): TenantClient {
  const sent: Sent[] = [];
  // Named, not made: a read refuses what would follow it, and a stack costs more than the rest of it.
  let refusal: TransactionFault | undefined;
  let misuse: TransactionError | undefined;
  let commit: Sent | undefined;

  const send = (text: string, parameters: Values = [], simple = false): Sent => {
    const options = { prepare: parameters.length > 0, simple };
    const query = lane.client.unsafe(text, parameters, options).execute();
    query.catch(() => undefined);
    sent.push(query);
    return query;
  };
  const statement = (text: string, parameters?: Values): Sent => {
    if (refusal) {
      const why = new TransactionError(refusal);
      if (refusal === 'AFTER_END') misuse = why;
      throw why;
    }
    const now = performance.now();
    if (begin.deadline !== undefined && now >= begin.deadline) {
      refusal = 'DEADLINE_PASSED';
      throw new TransactionError(refusal);
    }
    if (sent.length === 0) {
      send(begin.reads === undefined ? 'begin' : 'begin read only', [], true);
      send(BIND_TENANT, [begin.bankId, ...timeoutsOf(begin, now)]);
    }
    // Never the simple protocol, which takes several statements in one text: one would be smuggled in.
    const query = send(text, parameters);
    if (sent.length === STATEMENTS_BEFORE + (begin.reads ?? Number.POSITIVE_INFINITY)) {
      refusal = 'AFTER_END';
      commit = send('commit', [], true);
    }
    return query;
  };

  const firstError = async () => {
    const outcomes = await Promise.allSettled(sent);
    return outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
  };
  return {
    client: onlySending(lane.client, statement),
    commit: async () => {
      refusal ??= 'AFTER_END';
      if (misuse) throw misuse;
      if (sent.length === 0) return;
      const failed = await firstError();
      if (failed !== undefined) throw failed;
      // The server answers ROLLBACK to a COMMIT where any statement has failed.
      const { command } = await (commit ?? send('commit', [], true));
      if (command !== 'COMMIT') throw new TransactionError('NOT_COMMITTED');
    },
    rollback: async () => {
      if (sent.length > 0) await send('rollback', [], true);
    },
    refuse: (why) => {
      refusal = why;
    },
    answered: async () => {
      await Promise.allSettled(sent);
    },
    firstError,
  };
}

/** BEGIN and the bank. */
const STATEMENTS_BEFORE = 2;

function timeoutsOf({ deadline, statementTimeoutMs }: Begin, now: number): [string, string] {
  if (deadline === undefined) return [String(statementTimeoutMs), '0'];
  const left = Math.ceil(deadline - now);
  return [String(Math.min(left, statementTimeoutMs)), String(left + TRANSACTION_GRACE_MS)];
}

/** Drizzle sends statements by `unsafe` and nothing else; there is no way around `statement`. */
function onlySending(
  client: LaneClient,
  statement: (text: string, parameters?: Values) => Sent,
): LaneClient {
  return new Proxy(client, {
    get: (_client, name) => {
      if (name === 'unsafe') return statement;
      throw new TypeError(`a tenant transaction has no ${String(name)}`);
    },
    apply: () => {
      throw new TypeError('a tenant transaction is queried by Drizzle');
    },
  });
}
