/** Retention while payments are recorded: none is lost in the partition that is dropped. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { bankIdOf, newId } from '../../lib/ids.ts';
import type { PaymentModel } from '../../subgraphs/facts/models.ts';
import { insertPayments } from '../../subgraphs/facts/queries/insert-payments.ts';
import { payments } from '../../subgraphs/facts/tables.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { makePayments } from '../../test/support/payments.ts';
import { retainBank } from './retain-bank.ts';

const HB = bankIdOf('HB');
const NOW = new Date('2026-11-25T12:00:00Z');
const PERIOD = { text: 'P1Y', months: 12, days: 0 };
const OLD = '2020-01-01';
const NEW = '2026-11-01';

let database: TestDatabase;
let db: Database;
let owner: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  owner = connectForTest(database.ownerUrl);
});
afterAll(async () => {
  await closeDatabase(db);
  await closeDatabase(owner);
  await database.drop();
});

const retain = () =>
  retainBank(owner, {
    ...{ bankId: HB, table: 'payments', period: PERIOD, revision: 'r', operator: 'test', now: NOW },
  });

/** Its account is there already, so that nothing but the payment is written. */
const recordLike = (like: PaymentModel, valueDate: string, whileOpen: () => Promise<void>) =>
  withTenant(db, HB, async (tx) => {
    const payment = { ...like, id: newId(), reference: newId(), valueDate };
    await insertPayments(tx, HB, [payment]);
    await whileOpen();
  });

async function isWaitedFor(): Promise<boolean> {
  const admin = openPool(database.adminUrl, { max: 1 });
  const waiting = await admin`select from pg_locks where not granted
    and database = (select oid from pg_database where datname = current_database())`;
  await admin.end({ timeout: 1 });
  return waiting.length > 0;
}

it.each([
  ['the partition all share', 1],
  ['its own partition', 2],
])('a payment that is being recorded in %s is waited for, and stays', async (_where, times) => {
  const [old] = await makePayments(db, 'HB', [{ account: '1', minorUnits: 1, valueDate: OLD }]);
  if (!old) throw new Error('nothing was recorded');
  let retaining: ReturnType<typeof retain> | undefined;
  await recordLike(old, NEW, async () => {
    retaining = retain();
    await expect.poll(isWaitedFor).toBe(true);
  });
  expect(await retaining).toMatchObject({ removed: 1 });
  const kept = await withTenant(db, HB, (tx) =>
    tx.select({ day: payments.valueDate }).from(payments),
  );
  expect(kept).toEqual(Array.from({ length: times }, () => ({ day: NEW })));
});
