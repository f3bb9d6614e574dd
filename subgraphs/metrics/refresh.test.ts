/** Rollups under concurrent recording and asking. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  type Database,
  type TenantTransaction,
  withTenant,
} from '../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { makePayments, makePaymentsIn } from '../../test/support/payments.ts';
import { accountId } from '../facts/domain/ids.ts';
import type { RollupScope } from './domain/scope.ts';
import { refreshBankRollups } from './index.ts';
import { findRollups } from './queries/find-rollups.ts';
import { hasStaleMonths } from './queries/has-stale-months.ts';
import { freshen } from './refresh.ts';

const payment = { account: '1', minorUnits: 10, valueDate: '1996-02-29' };

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 8);
});

afterAll(async () => {
  if (db) await closeDatabase(db);
  await database?.drop();
});

/** Payments of the year in the rollups as they are, without a refresh. */
async function countRolledUp(bankId: BankId, scope: RollupScope): Promise<number> {
  const question = { metric: 'PAYMENT_AMOUNT', grain: 'YEAR', from: null, to: null } as const;
  const rows = await withTenant(db, bankId, (tx) => findRollups(tx, bankId, scope, question));
  return rows.find(({ channel }) => channel === 'ALL')?.count ?? 0;
}

/** Advisory locks of the transaction. */
async function countLocks(tx: TenantTransaction): Promise<number> {
  const held = await tx.execute(
    sql`select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
  );
  return held.length;
}

const scopesOf = (bankId: BankId): readonly (readonly [string, RollupScope])[] => [
  ['the bank', { kind: 'bank' }],
  ['an account', { kind: 'accounts', ids: [accountId(bankId, '1')] }],
];

describe.each(['the bank', 'an account'])('rollups of %s', (name) => {
  const bankOf = (code: string) => {
    const bankId = bankIdOf(code);
    const scope = scopesOf(bankId).find(([what]) => what === name)?.[1] ?? { kind: 'bank' };
    const refresh = () => withTenant(db, bankId, (tx) => freshen(tx, bankId, scope));
    return { bankId, scope, refresh };
  };
  // A bank per test and scope, so that no test sees another's payments.
  const code = (first: string) => `${first}${name === 'the bank' ? 'B' : 'A'}`;

  it('cover a payment that was recorded, but not committed, when an earlier one was rolled up', async () => {
    const { bankId, scope, refresh } = bankOf(code('P'));
    await makePayments(db, code('P'), [payment]);
    await withTenant(db, bankId, async (tx) => {
      await makePaymentsIn(tx, code('P'), [payment]);
      await refresh();
      expect(await countRolledUp(bankId, scope)).toBe(1);
    });
    await refresh();
    expect(await countRolledUp(bankId, scope)).toBe(2);
  });

  it('are left as they were by a refresh that fails', async () => {
    const { bankId, scope, refresh } = bankOf(code('Q'));
    await makePayments(db, code('Q'), [payment]);
    const failing = withTenant(db, bankId, async (tx) => {
      await freshen(tx, bankId, scope);
      throw new Error('after the refresh');
    });
    await expect(failing).rejects.toThrow('after the refresh');
    expect(await countRolledUp(bankId, scope)).toBe(0);
    await refresh();
    expect(await countRolledUp(bankId, scope)).toBe(1);
  });

  it('cover every payment after many batches and refreshes at once', async () => {
    const { bankId, scope, refresh } = bankOf(code('R'));
    await makePayments(db, code('R'), [payment]);
    const recorders = Array.from({ length: 4 }, async () => {
      for (let batch = 0; batch < 10; batch++) await makePayments(db, code('R'), [payment]);
    });
    const refreshers = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 10; round++) await refresh();
    });
    await Promise.all([...recorders, ...refreshers]);
    await refresh();
    expect(await countRolledUp(bankId, scope)).toBe(41);
  });

  it('are refreshed by one at a time', async () => {
    const { bankId, scope, refresh } = bankOf(code('S'));
    await makePayments(db, code('S'), [payment]);
    const order: string[] = [];
    let second: Promise<unknown> = Promise.resolve();
    await withTenant(db, bankId, async (tx) => {
      await freshen(tx, bankId, scope);
      expect(await countLocks(tx)).toBe(1);
      await makePayments(db, code('S'), [{ ...payment, valueDate: '1997-07-01' }]);
      second = refresh().then(() => order.push('second'));
      // Long enough for an unlocked refresh: it has other rows to write, and this many round trips.
      for (let trip = 0; trip < 20; trip++) await countRolledUp(bankId, scope);
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
  });
});

describe('after a load', () => {
  it('the bank is rolled up at once, its accounts when asked for', async () => {
    const bankId = bankIdOf('LD');
    await makePayments(db, 'LD', [payment]);
    await refreshBankRollups(db, bankId);
    const stale = await withTenant(db, bankId, async (tx) => [
      await hasStaleMonths(tx, bankId, { kind: 'bank' }),
      await hasStaleMonths(tx, bankId, { kind: 'accounts', ids: [accountId(bankId, '1')] }),
    ]);
    expect(stale).toEqual([false, true]);
    expect(await countRolledUp(bankId, { kind: 'bank' })).toBe(1);
  });
});
