/** Each query names the bank itself: run where row-level security does not hold, it still sees one bank. */
import { and, eq, like, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  type Database,
  type TenantTransaction,
  withTenant,
} from '../../../lib/db/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { accountId, paymentId } from '../domain/ids.ts';
import { orderingOf } from '../domain/payment-order.ts';
import { payments } from '../tables.ts';
import { claimIdempotencyKey } from './claim-idempotency-key.ts';
import { countAccounts } from './count-accounts.ts';
import { findAccounts } from './find-accounts.ts';
import { findAccountsByNumber } from './find-accounts-by-number.ts';
import { findBank } from './find-bank.ts';
import { findHoldersOfAccounts } from './find-holders-of-accounts.ts';
import { findLoansOfAccounts } from './find-loans-of-accounts.ts';
import { findPayments } from './find-payments.ts';
import { findStandingOrdersOfAccounts } from './find-standing-orders-of-accounts.ts';
import { insertPayments } from './insert-payments.ts';
import { listAccounts } from './list-accounts.ts';
import { listPayments } from './list-payments.ts';
import { listPaymentsOfAccounts } from './list-payments-of-accounts.ts';
import { pruneIdempotencyKeys } from './prune-idempotency-keys.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const ofHB = [accountId(HB, '1'), accountId(HB, '2')];
const order = orderingOf('VALUE_DATE_DESC');
const page = { accountId: accountId(HB, '1'), limit: 5, after: undefined };

let database: TestDatabase;
/** As the superuser, whom no policy binds. */
let unbound: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  unbound = connectForTest(database.adminUrl);
});
afterAll(async () => {
  await closeDatabase(unbound);
  await database.drop();
});

type Read = (tx: TenantTransaction, bankId: typeof CD) => Promise<unknown>;

/** Asked for rows of HB by their ids. */
const BY_ID: readonly (readonly [string, Read])[] = [
  ['findAccounts', (tx, bank) => findAccounts(tx, bank, ofHB)],
  ['findPayments', (tx, bank) => findPayments(tx, bank, [paymentId(HB, 'seed-0')])],
  ['findHoldersOfAccounts', (tx, bank) => findHoldersOfAccounts(tx, bank, ofHB)],
  ['findLoansOfAccounts', (tx, bank) => findLoansOfAccounts(tx, bank, ofHB)],
  ['findStandingOrdersOfAccounts', (tx, bank) => findStandingOrdersOfAccounts(tx, bank, ofHB)],
  ['listPaymentsOfAccounts', (tx, bank) => listPaymentsOfAccounts(tx, bank, [page])],
];

/** Asked for whatever the bank has. */
const OF_BANK: readonly (readonly [string, Read])[] = [
  ['findBank', findBank],
  ['listAccounts', (tx, bank) => listAccounts(tx, bank, { limit: 200, afterNumber: undefined })],
  [
    'listPayments',
    (tx, bank) => listPayments(tx, bank, { filter: {}, order, after: undefined, limit: 200 }),
  ],
  ['findAccountsByNumber', (tx, bank) => findAccountsByNumber(tx, bank, ['1'])],
];

describe('without row-level security', () => {
  it('a query that names no bank would see both', async () => {
    const rows = await withTenant(unbound, CD, (tx) => tx.select().from(payments));
    expect(new Set(rows.map(({ bankId }) => bankId))).toEqual(new Set([HB, CD]));
  });

  it.each(BY_ID)('%s gives no row of another bank', async (_, read) => {
    expect(await withTenant(unbound, HB, (tx) => read(tx, HB))).not.toEqual([]);
    expect(await withTenant(unbound, CD, (tx) => read(tx, CD))).toEqual([]);
  });

  it.each(OF_BANK)('%s gives rows of one bank only', async (_, read) => {
    const text = JSON.stringify(await withTenant(unbound, CD, (tx) => read(tx, CD)));
    expect(text).toMatch(new RegExp(`${CD}|${accountId(CD, '1')}`));
    expect(text).not.toMatch(new RegExp(`${HB}|${ofHB.join('|')}`));
  });

  it('countAccounts counts one bank only', async () => {
    expect(await withTenant(unbound, CD, (tx) => countAccounts(tx, CD))).toBe(4);
  });

  it('claimIdempotencyKey does not see the key of another bank', async () => {
    const claim = { key: 'k', inputHash: 'h', recordedCount: 1 };
    const take = (bank: typeof CD) =>
      withTenant(unbound, bank, (tx) => claimIdempotencyKey(tx, bank, claim));
    expect(await take(HB)).toEqual({ kind: 'taken' });
    expect(await take(CD)).toEqual({ kind: 'taken' });
    expect(await take(CD)).toEqual({ kind: 'before', claim });
  });

  it('pruneIdempotencyKeys deletes no key of another bank', async () => {
    const claim = { key: 'k-old', inputHash: 'h', recordedCount: 1 };
    for (const bank of [HB, CD]) {
      await withTenant(unbound, bank, (tx) => claimIdempotencyKey(tx, bank, claim));
    }
    const limits = { before: new Date('2200-01-01'), limit: 100 };
    await withTenant(unbound, CD, (tx) => pruneIdempotencyKeys(tx, CD, limits));
    const left = await withTenant(unbound, HB, (tx) => claimIdempotencyKey(tx, HB, claim));
    expect(left).toEqual({ kind: 'before', claim });
  });
});

describe('insertPayments', () => {
  it('writes in the order of references, so that two batches never wait for each other', async () => {
    const rows = await withTenant(unbound, HB, async (tx) => {
      const [model] = await findPayments(tx, HB, [paymentId(HB, 'seed-0')]);
      if (!model) throw new Error('the seed is missing');
      const { bankId, ...row } = model;
      const batch = ['w-3', 'w-1', 'w-2'].map((reference) => ({
        ...row,
        reference,
        id: paymentId(HB, reference),
      }));
      await insertPayments(tx, HB, batch);
      return tx
        .select({ reference: payments.reference })
        .from(payments)
        .where(and(eq(payments.bankId, bankId), like(payments.reference, 'w-%')))
        .orderBy(sql`ctid`);
    });
    expect(rows.map(({ reference }) => reference)).toEqual(['w-1', 'w-2', 'w-3']);
  });
});
