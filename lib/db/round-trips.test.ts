/** How often a transaction waits for the database, counted by a proxy between. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { banks } from '../../subgraphs/facts/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type DelayProxy, startDelayProxy } from '../../test/support/delay-proxy.ts';
import { bankIdOf } from '../ids.ts';
import { closeDatabase, connectDatabase, type Database } from './pool.ts';
import { readTenant, type TenantTransaction, withTenant } from './with-tenant.ts';

const AB = bankIdOf('AB');

let database: TestDatabase;
let proxy: DelayProxy;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  // Answers are held for a moment, so that what is sent in two writes counts once.
  proxy = await startDelayProxy(database.appUrl, 5);
  db = connectDatabase({
    url: proxy.through(database.appUrl),
    poolMax: 1,
    statementTimeoutMs: 2_000,
    applicationName: 'round-trips-test',
  });
});
afterAll(async () => {
  await closeDatabase(db);
  await proxy.close();
  await database.drop();
});

const find = (tx: TenantTransaction) => tx.select().from(banks).where(sql`${banks.code} = ${'AB'}`);
/** Past the size at which the driver writes at once, so that one transaction is several writes. */
const findLong = (tx: TenantTransaction) =>
  tx
    .select()
    .from(banks)
    .where(sql`${banks.code} <> ${'x'.repeat(5_000)}`);
const add = (tx: TenantTransaction) =>
  tx.insert(banks).values({ bankId: AB, code: 'AB' }).onConflictDoNothing();

/** On a connection that has seen it before: its statements are planned. */
async function tripsOf(run: () => Promise<unknown>): Promise<number> {
  await run();
  const before = proxy.roundTrips();
  await run();
  return proxy.roundTrips() - before;
}

const counts: readonly (readonly [string, number, () => Promise<unknown>])[] = [
  ['a read of one statement', 1, () => readTenant(db, AB, find)],
  ['a read of one long statement', 1, () => readTenant(db, AB, findLong)],
  [
    'a read of three statements',
    1,
    () =>
      readTenant(db, AB, (tx) => Promise.all([find(tx), find(tx), find(tx)]), { statements: 3 }),
  ],
  ['one statement and what it decides', 2, () => withTenant(db, AB, find)],
  ['one write', 2, () => withTenant(db, AB, add)],
  ['two statements at once', 2, () => withTenant(db, AB, (tx) => Promise.all([add(tx), find(tx)]))],
  [
    'two statements in turn',
    3,
    () =>
      withTenant(db, AB, async (tx) => {
        await add(tx);
        return find(tx);
      }),
  ],
  ['no statement', 0, () => withTenant(db, AB, async () => 1)],
];

beforeEach(async () => {
  await withTenant(db, AB, add);
});

it.each(counts)('%s waits %i times', async (_what, trips, run) => {
  expect(await tripsOf(run)).toBe(trips);
});
