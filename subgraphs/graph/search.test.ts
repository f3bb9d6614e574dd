/** The limits of a search for ways. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDatabase, type Database, readTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { type Sealing, sealingIn } from '../../lib/personal/index.ts';
import type { RequestContext } from '../../lib/subgraph/index.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { makePayments } from '../../test/support/payments.ts';
import { openTestKeys } from '../../test/support/personal-keys.ts';
import { principalOf } from '../../test/support/principal.ts';
import { searchPaths } from './search.ts';

const bankId = bankIdOf('HB');
const question = {
  from: { bank: 'HB', number: '1' },
  to: { bank: 'HB', number: '2' },
  maxHops: 2,
  first: 50,
};

let database: TestDatabase;
let db: Database;
let sealing: Sealing;
let context: Pick<RequestContext, 'readInTenant' | 'principal'>;

/** Thirty ways of two hops, each over another account. */
beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl);
  context = {
    readInTenant: (work, limits) => readTenant(db, bankId, work, limits),
    principal: principalOf({ bankId, role: 'ANALYST' }),
  };
  const access = { bankId, read: context.readInTenant, write: context.readInTenant };
  sealing = sealingIn(access, await openTestKeys());
  const legs = Array.from({ length: 30 }, (_, index) => {
    const shared = { minorUnits: 1 + index, valueDate: '1993-01-01' };
    const counterparty = { bank: 'AB', account: String(index) };
    return [
      { ...shared, account: '1', direction: 'DEBIT' as const, counterparty },
      { ...shared, account: '2', direction: 'CREDIT' as const, counterparty },
    ];
  });
  await makePayments(db, 'HB', legs.flat());
});

afterAll(async () => {
  if (db) await closeDatabase(db);
  await database?.drop();
});

it('finds everything within its limits', async () => {
  const limits = { stepsMax: 1_000, timeoutMs: 3_000 };
  expect(await searchPaths(context, sealing, question, limits)).toHaveLength(30);
});

it('refuses when it may not look at enough steps, rather than show less than there is', async () => {
  const searching = searchPaths(context, sealing, question, { stepsMax: 40, timeoutMs: 3_000 });
  await expect(searching).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { reason: 'TOO_MANY_WAYS' },
  });
});

it('shows what was asked for when it is found before the limit', async () => {
  const limits = { stepsMax: 40, timeoutMs: 3_000 };
  expect(await searchPaths(context, sealing, { ...question, first: 5 }, limits)).toHaveLength(5);
});

it('walks only where the end can still be reached', async () => {
  const dead = Array.from({ length: 100 }, (_, index) => ({
    account: '3',
    minorUnits: 1,
    valueDate: '1993-01-01',
    direction: 'DEBIT' as const,
    counterparty: { bank: 'CD', account: String(index) },
  }));
  await makePayments(db, 'HB', dead);
  const away = { ...question, from: { bank: 'HB', number: '3' }, maxHops: 4 };
  expect(await searchPaths(context, sealing, away, { stepsMax: 10, timeoutMs: 3_000 })).toEqual([]);
});

it('goes no further than the end', async () => {
  const shared = { minorUnits: 1, valueDate: '1993-01-01' };
  const counterparty = { bank: 'AB', account: 'end' };
  const loops = Array.from({ length: 20 }, (_, index) => [
    { ...shared, account: `9${index}`, direction: 'CREDIT' as const, counterparty },
    { ...shared, account: `9${index}`, direction: 'DEBIT' as const, counterparty },
  ]);
  const direct = { ...shared, account: '4', direction: 'DEBIT' as const, counterparty };
  await makePayments(db, 'HB', [direct, ...loops.flat()]);
  const ends = { from: { bank: 'HB', number: '4' }, to: { bank: 'AB', number: 'end' } };
  const limits = { stepsMax: 10, timeoutMs: 3_000 };
  expect(
    await searchPaths(context, sealing, { ...question, ...ends, maxHops: 4 }, limits),
  ).toHaveLength(1);
});

it('ends in time, with a refusal', async () => {
  const owner = postgres(database.ownerUrl, { max: 1 });
  try {
    await owner.begin(async (tx) => {
      await tx`lock table graph.edges in access exclusive mode`;
      const searching = searchPaths(context, sealing, question, { stepsMax: 1_000, timeoutMs: 50 });
      await expect(searching).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        details: { reason: 'TOO_MANY_WAYS' },
      });
    });
  } finally {
    await owner.end();
  }
});
