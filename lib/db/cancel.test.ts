/** Who leaves has its queries cancelled, and nobody else's. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, banks } from '../../subgraphs/facts/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type DelayProxy, startDelayProxy } from '../../test/support/delay-proxy.ts';
import { bankIdOf } from '../ids.ts';
import { closeDatabase, connectDatabase, type Database } from './pool.ts';
import { readTenant, type TenantTransaction, withTenant } from './with-tenant.ts';

const AB = bankIdOf('AB');
const CD = bankIdOf('CD');
/** Longer than any test may take: what ends sooner was cancelled. */
const FOREVER_SECONDS = 120;

let database: TestDatabase;
let proxy: DelayProxy;
let one: Database;
let two: Database;

const open = (poolMax: number, applicationName: string) =>
  connectDatabase({
    url: proxy.through(database.appUrl),
    poolMax,
    statementTimeoutMs: FOREVER_SECONDS * 1_000,
    applicationName,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  // A cancel request takes as long as a statement, so that one not waited for comes too late.
  proxy = await startDelayProxy(database.appUrl, 3);
  one = open(1, 'cancel-test-one');
  two = open(2, 'cancel-test-two');
  for (const [bankId, code] of [
    [AB, 'AB'],
    [CD, 'CD'],
  ] as const) {
    await withTenant(one, bankId, (tx) => tx.insert(banks).values({ bankId, code }));
  }
});
afterAll(async () => {
  await Promise.all([one, two].map((db) => db && closeDatabase(db)));
  await proxy?.close();
  await database?.drop();
});

const sleep = (tx: TenantTransaction, seconds = FOREVER_SECONDS) =>
  tx.execute(sql`select pg_sleep(${seconds}::float)`);
const codes = async (tx: TenantTransaction) =>
  (await tx.select({ code: banks.code }).from(banks)).map(({ code }) => code);
const turn = () => new Promise(setImmediate);

/** Aborted after so many turns of the event loop: before a statement is sent, or well after. */
async function abortAfter(turns: number): Promise<AbortSignal> {
  const leaving = new AbortController();
  void (async () => {
    for (let left = turns; left > 0; left -= 1) await turn();
    leaving.abort();
  })();
  return leaving.signal;
}

/** Sleeping statements of this file's connections, as the server has them. */
async function sleeping(): Promise<number> {
  const rows = await withTenant(two, CD, (tx) =>
    tx.execute<{ n: number }>(sql`
      select count(*)::integer as n from pg_stat_activity
      where application_name like 'cancel-test-%' and state = 'active'
        and query like '%pg_sleep%' and pid <> pg_backend_pid()`),
  );
  return rows[0]?.n ?? -1;
}

describe.each([
  ['withTenant', withTenant],
  ['readTenant', readTenant],
] as const)('%s whose caller leaves', (_name, run) => {
  it.each([0, 1, 3, 200])('after %i turns is cancelled in the server', async (turns) => {
    const signal = await abortAfter(turns);
    const left = run(one, AB, (tx) => sleep(tx), { signal });
    await expect(left).rejects.toMatchObject({ fault: 'ABORTED' });
    expect(await sleeping()).toBe(0);
    expect(await readTenant(one, CD, codes)).toEqual(['CD']);
  });

  it('before the start sends nothing', async () => {
    const started: string[] = [];
    const signal = AbortSignal.abort();
    const left = run(one, AB, async () => started.push('work'), { signal });
    await expect(left).rejects.toMatchObject({ fault: 'ABORTED' });
    expect(started).toEqual([]);
  });

  it('while it waits for a connection waits no longer', async () => {
    const { promise: free, resolve } = Promise.withResolvers<void>();
    const holding = withTenant(one, AB, () => free);
    const signal = await abortAfter(3);
    await expect(run(one, AB, codes, { signal })).rejects.toMatchObject({ fault: 'ABORTED' });
    const next = run(one, CD, codes);
    resolve();
    await holding;
    expect(await next).toEqual(['CD']);
  });
});

describe('a transaction whose caller leaves', () => {
  const id = '00000000-0000-4000-8000-000000000001';

  it('between two statements is rolled back, and sends no second', async () => {
    const leaving = new AbortController();
    const left = withTenant(
      one,
      AB,
      async (tx) => {
        await tx.insert(accounts).values({ bankId: AB, id, number: '1' });
        leaving.abort();
        await codes(tx);
      },
      { signal: leaving.signal },
    );
    await expect(left).rejects.toMatchObject({ fault: 'ABORTED' });
    expect(await readTenant(one, AB, (tx) => tx.$count(accounts))).toBe(0);
  });

  it('is over although its work goes on', async () => {
    const leaving = new AbortController();
    const left = withTenant(
      one,
      AB,
      (tx) =>
        codes(tx)
          .then(() => leaving.abort())
          .then(() => new Promise<never>(() => undefined)),
      { signal: leaving.signal },
    );
    await expect(left).rejects.toMatchObject({ fault: 'ABORTED' });
  });

  it('once it is committed has happened', async () => {
    const leaving = new AbortController();
    await withTenant(
      one,
      AB,
      async (tx) => {
        await tx.insert(accounts).values({ bankId: AB, id, number: '1' });
      },
      { signal: leaving.signal },
    );
    leaving.abort();
    expect(await readTenant(one, AB, (tx) => tx.$count(accounts))).toBe(1);
  });
});

describe('a cancel', () => {
  it('that overtakes its statement is sent again', async () => {
    const leaving = new AbortController();
    const left = readTenant(
      one,
      AB,
      async (tx) => {
        // What was sent is on a slow way now, and what follows is not.
        proxy.delay(60);
        const working = sleep(tx);
        await turn();
        await turn();
        proxy.delay(3);
        leaving.abort();
        await working;
      },
      { signal: leaving.signal },
    );
    await expect(left).rejects.toMatchObject({ fault: 'ABORTED' });
    expect(await readTenant(one, CD, codes)).toEqual(['CD']);
  });

  /** About as long as a request takes, which so comes now before and now after the end. */
  const SHORT_SECONDS = 0.004;
  const SPREAD_MS = 16;

  it.each([
    ['one connection', () => one, 1],
    ['two connections', () => two, 2],
  ] as const)('never hits the next tenant on %s', async (_name, pool, tenants) => {
    const readOther = () =>
      readTenant(pool(), CD, async (tx) => {
        const rows = await tx.execute<{ code: string }>(
          sql`select code from facts.banks, pg_sleep(${SHORT_SECONDS}::float)`,
        );
        return rows.map(({ code }) => code);
      });
    for (let round = 0; round < 120; round += 1) {
      const leaving = new AbortController();
      const left = readTenant(
        pool(),
        AB,
        (tx) => {
          setTimeout(() => leaving.abort(), round % SPREAD_MS);
          return sleep(tx, SHORT_SECONDS);
        },
        { signal: leaving.signal },
      ).then(
        () => 'answered',
        ({ fault }) => fault,
      );
      const others = await Promise.all(Array.from({ length: tenants }, readOther));
      expect(others).toEqual(others.map(() => ['CD']));
      expect(['answered', 'ABORTED']).toContain(await left);
    }
  });
});
