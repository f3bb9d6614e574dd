/** A connection that dies in the midst of a transaction takes the transaction with it, and no more. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accounts, banks } from '../../subgraphs/facts/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type DelayProxy, startDelayProxy } from '../../test/support/delay-proxy.ts';
import { bankIdOf } from '../ids.ts';
import { closeDatabase, connectDatabase, type Database, POOL, pingDatabase } from './pool.ts';
import { readTenant, type TenantTransaction, withTenant } from './with-tenant.ts';

const AB = bankIdOf('AB');
const CD = bankIdOf('CD');

let database: TestDatabase;
let proxy: DelayProxy;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDelayProxy(database.appUrl);
  db = connectDatabase({
    url: proxy.through(database.appUrl),
    poolMax: 1,
    statementTimeoutMs: 20_000,
    applicationName: 'lost-connection-test',
  });
  for (const [bankId, code] of [
    [AB, 'AB'],
    [CD, 'CD'],
  ] as const) {
    await withTenant(db, bankId, (tx) => tx.insert(banks).values({ bankId, code }));
  }
});
afterAll(async () => {
  if (db) await closeDatabase(db);
  await proxy?.close();
  await database?.drop();
});

const codes = async (tx: TenantTransaction) =>
  (await tx.select({ code: banks.code }).from(banks)).map(({ code }) => code);
const sleep = (tx: TenantTransaction) => tx.execute(sql`select pg_sleep(${15}::float)`);
const id = '00000000-0000-4000-8000-000000000001';

async function terminate(): Promise<void> {
  await database.asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'lost-connection-test' and datname = current_database()`);
}

const ends: readonly (readonly [string, () => Promise<void>])[] = [
  ['its backend is terminated', terminate],
  ['the network resets it', async () => proxy.cut()],
];

describe.each(ends)('when %s', (_how, end) => {
  it.each([
    ['a statement', (tx: TenantTransaction) => sleep(tx)],
    ['several', (tx: TenantTransaction) => Promise.all([sleep(tx), codes(tx), codes(tx)])],
  ] as const)(
    'with %s under way, the transaction fails and the next one is well',
    async (_, work) => {
      const failing = withTenant(db, AB, async (tx) => {
        await tx.insert(accounts).values({ bankId: AB, id, number: '1' });
        const working = work(tx);
        working.catch(() => undefined);
        await end();
        await working;
      });
      await expect(failing).rejects.toMatchObject({ fault: 'CONNECTION_LOST' });
      expect(await readTenant(db, CD, codes)).toEqual(['CD']);
      expect(await readTenant(db, AB, (tx) => tx.$count(accounts))).toBe(0);
    },
  );

  it('between statements, the next of them runs nowhere', async () => {
    const failing = withTenant(db, AB, async (tx) => {
      await tx.insert(accounts).values({ bankId: AB, id, number: '1' });
      await end();
      await codes(tx);
    });
    await expect(failing).rejects.toThrow();
    expect(await readTenant(db, AB, (tx) => tx.$count(accounts))).toBe(0);
  });

  it('and another tenant has the place, what is left of the work sees nothing of it', async () => {
    const { promise: otherRuns, resolve } = Promise.withResolvers<void>();
    const seen: unknown[] = [];
    const { promise: workOver, resolve: over } = Promise.withResolvers<void>();
    const failing = withTenant(db, AB, async (tx) => {
      await codes(tx);
      await end();
      await otherRuns;
      seen.push(await codes(tx).catch(({ cause }) => cause.fault));
      over();
    });
    await expect(failing).rejects.toMatchObject({ fault: 'CONNECTION_LOST' });
    await withTenant(db, CD, async (tx) => {
      expect(await codes(tx)).toEqual(['CD']);
      resolve();
      await workOver;
    });
    expect(seen).toEqual(['AFTER_END']);
  });

  it('no bank is left on the connection that takes its place', async () => {
    const failing = withTenant(db, AB, async (tx) => {
      await codes(tx);
      await end();
      await sleep(tx);
    });
    await expect(failing).rejects.toThrow();
    const [left] = await db[POOL].lanes.borrow(
      ({ client }) => client`select current_setting('app.bank_id', true) as bank`,
    );
    expect(left?.bank ?? '').toBe('');
  });

  it('while it is idle, nobody notices', async () => {
    await pingDatabase(db);
    await end();
    // The end reaches this process a moment after the server's.
    await expect.poll(() => readTenant(db, AB, codes).catch(() => [])).toEqual(['AB']);
  });

  it('all who wait get a connection or an error', async () => {
    const many = Array.from({ length: 20 }, () => readTenant(db, AB, codes));
    const settling = Promise.allSettled(many);
    await end();
    for (const outcome of await settling) {
      if (outcome.status === 'fulfilled') expect(outcome.value).toEqual(['AB']);
      else expect(outcome.reason).toMatchObject({ name: expect.stringMatching(/Error$/) });
    }
    // The server ends a connection a moment after it was told to.
    await vi.waitFor(async () => expect(await readTenant(db, CD, codes)).toEqual(['CD']));
  });
});

describe('a server that takes no connection', () => {
  it('fails who asks, and serves again when it is back', async () => {
    const stopped = await startDelayProxy(database.appUrl);
    const away = connectDatabase({
      url: stopped.through(database.appUrl),
      poolMax: 2,
      statementTimeoutMs: 1_000,
      applicationName: 'lost-connection-test',
    });
    await stopped.close();
    const asking = Array.from({ length: 6 }, () => readTenant(away, AB, codes));
    const outcomes = await Promise.allSettled(asking);
    expect(outcomes.map(({ status }) => status)).toEqual(asking.map(() => 'rejected'));
    await closeDatabase(away);
  });
});
