/** Incidents of pooled connections: a bank that stays, a hook that does not run, a plan that is kept. */
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  closeDatabase,
  connectDatabase,
  type Database,
  readTenant,
  type TenantTransaction,
  withTenant,
} from '../../../lib/db/index.ts';
import { openPool, POOL } from '../../../lib/db/pool.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { banks } from '../../../subgraphs/facts/tables.ts';
import type { TestDatabase } from '../../support/database.ts';
import { AB, CD, createTwoBanks, sqlstateOf } from './two-banks.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTwoBanks();
});
afterAll(() => database.drop());

/** A name for itself, so that only its own connections are killed. */
function connect(poolMax: number, applicationName = 'incidents'): Database {
  const db = connectDatabase({
    ...{ url: database.appUrl, statementTimeoutMs: 10_000 },
    ...{ poolMax, applicationName },
  });
  onTestFinished(() => closeDatabase(db));
  return db;
}

/** What other software does: a plain pool of one connection. */
function connectPlainly(onclose?: () => void): Sql {
  const plain = openPool(database.appUrl, {
    max: 1,
    connection: { application_name: 'plain' },
    ...(onclose && { onclose }),
  });
  onTestFinished(() => plain.end({ timeout: 1 }));
  return plain;
}

const READ_CODES = 'select code from facts.banks order by 1';

async function codesOn(client: Pick<Sql, 'unsafe'>): Promise<readonly unknown[] | string> {
  try {
    return (await client.unsafe(READ_CODES)).map(({ code }) => code);
  } catch (error) {
    return sqlstateOf(error);
  }
}

/** On whatever connection the pool gives, with no bank set. */
const codesForNobody = (db: Database) => db[POOL].lanes.borrow(({ client }) => codesOn(client));

const codesIn = async (tx: TenantTransaction) =>
  (await tx.select({ code: banks.code }).from(banks)).map(({ code }) => code);

const REFUSED = '42501';

describe('a bank left on a pooled connection', () => {
  it.each<[string, (db: Database) => Promise<unknown>]>([
    ['a read', (db) => readTenant(db, AB, codesIn)],
    ['a transaction', (db) => withTenant(db, AB, codesIn)],
    [
      'an error of the database',
      (db) => withTenant(db, AB, (tx) => tx.execute(sql`select 1 / ${0}::integer`)),
    ],
    [
      'an error of the work',
      (db) =>
        withTenant(db, AB, async (tx) => {
          await codesIn(tx);
          throw new RangeError('no');
        }),
    ],
    [
      'work that hides an error',
      (db) =>
        withTenant(db, AB, (tx) => tx.execute(sql`select 1 / ${0}::integer`).catch(() => null)),
    ],
    [
      'an error in a read',
      (db) => readTenant(db, AB, (tx) => tx.execute(sql`select 1 / ${0}::integer`)),
    ],
    ['a deadline', (db) => withTenant(db, AB, codesIn, { deadline: performance.now() - 1 })],
    [
      'a statement that ends the transaction',
      (db) => withTenant(db, AB, (tx) => tx.execute(sql`rollback`)),
    ],
    [
      'a client that has gone',
      async (db) => {
        const gone = new AbortController();
        const waiting = withTenant(
          db,
          AB,
          async (tx) => {
            const sleeping = tx.execute(sql`select pg_sleep(${20}::float)`);
            gone.abort();
            await sleeping;
          },
          { signal: gone.signal },
        );
        await waiting;
      },
    ],
  ])('is not there after %s', async (_, use) => {
    const db = connect(1);
    await use(db).catch(() => undefined);
    expect(await codesForNobody(db)).toBe(REFUSED);
    expect(await withTenant(db, CD, codesIn)).toEqual(['CD']);
  });

  it('would be, if it were set for the session', async () => {
    const plain = connectPlainly();
    await plain.begin((tx) => tx`select set_config('app.bank_id', ${AB}, false)`);
    expect(await codesOn(plain)).toEqual(['AB']);
  });

  it('is not there for what follows a transaction that the work ended', async () => {
    const seen = withTenant(connect(1), AB, async (tx) => {
      await tx.execute(sql`commit`);
      return codesIn(tx);
    });
    await expect(seen).rejects.toMatchObject({ code: REFUSED });
  });
});

describe('connections killed in the midst of traffic', () => {
  const KILL = (name: string) => `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = '${name}' and datname = current_database()`;

  /** The last kill may reach a connection only when it is used again; there are three. */
  async function healed<T>(ask: () => Promise<T>, left = 3): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw error;
      return healed(ask, left - 1);
    }
  }

  it('answer as their own bank or not at all, and the pool heals', async () => {
    const db = connect(3, 'killed');
    const counts = { answered: 0, failed: 0 };
    for (let round = 0; round < 8; round += 1) {
      const asking = Array.from({ length: 40 }, async (_, turn) => {
        const code = turn % 2 === 0 ? 'AB' : 'CD';
        const read = turn % 3 === 0 ? withTenant : readTenant;
        try {
          expect(await read(db, bankIdOf(code), codesIn)).toEqual([code]);
          counts.answered += 1;
        } catch (error) {
          if (error instanceof Error && error.name === 'AssertionError') throw error;
          counts.failed += 1;
        }
      });
      await database.asSuperuser(KILL('killed'));
      await Promise.all(asking);
    }
    expect(counts.answered).toBeGreaterThan(0);
    for (const code of ['AB', 'CD', 'AB']) {
      expect(await healed(() => withTenant(db, bankIdOf(code), codesIn))).toEqual([code]);
    }
    expect(await codesForNobody(db)).toBe(REFUSED);
  });

  it('would answer without the bank, were it set by a hook on connecting', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const plain = connectPlainly(resolve);
    await plain`select set_config('app.bank_id', ${AB}, false)`;
    expect(await codesOn(plain)).toEqual(['AB']);
    await database.asSuperuser(KILL('plain'));
    await closed;
    // No hook ran on the new one; only that an unset bank raises keeps it from being every bank.
    expect(await codesOn(plain)).toBe(REFUSED);
  });
});

describe('a plan kept by a connection', () => {
  const turns = Array.from({ length: 24 }, (_, turn) => (turn % 2 === 0 ? 'AB' : 'CD'));

  /** The same named statement each time: from the sixth on PostgreSQL keeps one plan for all. */
  async function codesByTurns(url: string) {
    const db = connectDatabase({
      ...{ url, poolMax: 1, statementTimeoutMs: 10_000, applicationName: 'plans' },
    });
    try {
      const seen: unknown[] = [];
      for (const code of turns) {
        const [row] = await withTenant(db, bankIdOf(code), (tx) =>
          tx.select({ code: banks.code }).from(banks).where(sql`${banks.code} <> ${'XX'}`),
        );
        seen.push(row?.code);
      }
      return seen;
    } finally {
      await closeDatabase(db);
    }
  }

  it('is good for the next bank as well', async () => {
    expect(await codesByTurns(database.appUrl)).toEqual(turns);
  });

  it('would hold the bank it was made for, were the function immutable', async () => {
    await using broken = await createTwoBanks();
    await broken.asSuperuser('alter function app.current_bank() immutable');
    expect(await codesByTurns(broken.appUrl)).not.toEqual(turns);
  });
});
