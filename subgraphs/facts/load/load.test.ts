import { fileURLToPath } from 'node:url';
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  connectDatabase,
  type Database,
  withTenant,
} from '../../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../../lib/ids.ts';
import { openCounterparty } from '../../../lib/personal/index.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openTestKeys, sealingFor } from '../../../test/support/personal-keys.ts';
import { readQuarantine } from '../../../test/support/quarantine.ts';
import { paymentId } from '../domain/ids.ts';
import {
  accountHolders,
  accounts,
  banks,
  loans,
  payments,
  quarantine,
  standingOrders,
} from '../tables.ts';
import { loadBerka } from './index.ts';

const DATA = fileURLToPath(new URL('../../../data/berka', import.meta.url));
const HB = bankIdOf('HB');
const PARTNERS = ['AB', 'CD', 'EF', 'GH', 'IJ', 'KL', 'MN', 'OP', 'QR', 'ST', 'UV', 'WX', 'YZ'];

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ load: 'full' });
  db = connectTo(database);
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

function connectTo({ appUrl }: TestDatabase): Database {
  return connectDatabase({
    url: appUrl,
    poolMax: 2,
    statementTimeoutMs: 30_000,
    applicationName: 'load-test',
  });
}

const countRows = (bankId: BankId) =>
  withTenant(db, bankId, async (tx) => ({
    banks: await tx.$count(banks),
    accounts: await tx.$count(accounts),
    holders: await tx.$count(accountHolders),
    payments: await tx.$count(payments),
    standingOrders: await tx.$count(standingOrders),
    loans: await tx.$count(loans),
    quarantined: await tx.$count(quarantine),
  }));

const findPayment = (bankId: BankId, reference: string) =>
  withTenant(db, bankId, async (tx) => {
    const [row] = await tx.select().from(payments).where(eq(payments.reference, reference));
    return row;
  });

describe('the whole data set', () => {
  it("is the home bank's books as DESIGN §8 counts them", async () => {
    expect(await countRows(HB)).toEqual({
      banks: 1,
      accounts: 4500,
      holders: 5369,
      payments: 49_102,
      standingOrders: 6471,
      loans: 682,
      quarantined: 1,
    });
  });

  it('gives each of the 13 partner banks its own side of every transfer', async () => {
    const counted = await Promise.all(PARTNERS.map((code) => countRows(bankIdOf(code))));
    const legs = counted.reduce((sum, { payments }) => sum + payments, 0);
    const transfers = await withTenant(db, HB, (tx) =>
      tx.$count(payments, sql`${payments.counterpartyBank} is not null`),
    );
    expect(transfers).toBe(10_115);
    expect(legs).toBe(transfers);
    expect(counted.map((row) => row.banks)).toEqual(PARTNERS.map(() => 1));
    expect(counted.every((row) => row.accounts > 0 && row.holders === 0 && row.loans === 0)).toBe(
      true,
    );
  });

  it('puts the line that is cut off into quarantine', async () => {
    const rows = await readQuarantine(db, HB, await openTestKeys());
    expect(rows).toEqual([
      {
        bankId: HB,
        source: 'trans.asc',
        line: 49_104,
        record: 0,
        reason: '4 of 10 columns',
        content: '3526882;11021;940331;"PRIJE',
      },
    ]);
  });

  it('balances: money that leaves one bank arrives at the other', async () => {
    const sums = async (bankId: BankId) =>
      withTenant(db, bankId, (tx) =>
        tx
          .select({ direction: payments.direction, sum: sql<string>`sum(${payments.minorUnits})` })
          .from(payments)
          .where(sql`${payments.counterpartyBank} = ${bankId === HB ? 'OP' : 'HB'}`)
          .groupBy(payments.direction)
          .orderBy(asc(payments.direction)),
      );
    const [homeCredit, homeDebit] = await sums(HB);
    const [partnerCredit, partnerDebit] = await sums(bankIdOf('OP'));
    expect(partnerCredit?.sum).toBe(homeDebit?.sum);
    expect(partnerDebit?.sum).toBe(homeCredit?.sum);
  });

  it('moves each balance by the amount, but for the 0.10 the source rounds interest by', async () => {
    // Accounts with one payment a day at most: the order within a day is not recorded.
    const [steps] = await withTenant(db, HB, (tx) =>
      tx.execute(sql`
        select count(*)::integer as payments,
          count(*) filter (where abs(balance - before - moved) = 10)::integer as rounded,
          count(*) filter (where abs(balance - before - moved) not in (0, 10))::integer as wrong
        from (
          select balance_after_minor_units as balance,
            case direction when 'CREDIT' then minor_units else -minor_units end as moved,
            lag(balance_after_minor_units, 1, 0::bigint)
              over (partition by account_id order by value_date) as before
          from facts.payments
          where account_id in (
            select account_id from facts.payments group by account_id
            having count(*) = count(distinct value_date))
        ) p`),
    );
    // The one is wrong in the source itself.
    expect(steps).toEqual({ payments: 1864, rounded: 94, wrong: 1 });
  });
});

describe('a transfer', () => {
  it('is a debit at the home bank, as recorded there', async () => {
    const [row] = await withTenant(db, HB, (tx) =>
      tx
        .select()
        .from(payments)
        .where(sql`${payments.channel} = 'TRANSFER_OUT' and ${payments.purpose} = 'HOUSEHOLD'`)
        .orderBy(asc(payments.reference))
        .limit(1),
    );
    expect(row).toMatchObject({
      direction: 'DEBIT',
      currency: 'CZK',
      counterpartyBank: expect.stringMatching(/^[A-Z]{2}$/),
      balanceAfterMinorUnits: expect.any(Number),
    });
    const partner = bankIdOf(row?.counterpartyBank ?? '');
    const mirror = await findPayment(partner, `HB-${row?.reference}`);
    expect(mirror).toMatchObject({
      id: paymentId(partner, `HB-${row?.reference}`),
      minorUnits: row?.minorUnits,
      direction: 'CREDIT',
      channel: 'TRANSFER_IN',
      purpose: 'HOUSEHOLD',
      valueDate: row?.valueDate,
      counterpartyBank: 'HB',
      balanceAfterMinorUnits: null,
    });
    const account = await withTenant(db, partner, (tx) =>
      tx
        .select()
        .from(accounts)
        .where(eq(accounts.id, mirror?.accountId ?? '')),
    );
    const opened = await withTenant(db, HB, async (tx) =>
      row ? openCounterparty(await sealingFor(tx, HB), 'facts.payments', row) : null,
    );
    expect(account).toMatchObject([{ number: opened, openedOn: null, statementFrequency: null }]);
  });

  it('has no counterparty when only account 0 is named', async () => {
    // 1450116;4937;930424;"VYDAJ";"VYBER";5400.00;45384.20;"";"";"0"
    expect(await findPayment(HB, 'berka-1450116')).toMatchObject({
      minorUnits: 540_000,
      direction: 'DEBIT',
      channel: 'CASH_WITHDRAWAL',
      purpose: null,
      valueDate: '1993-04-24',
      counterpartyBank: null,
      counterpartyAccount: null,
      balanceAfterMinorUnits: 4_538_420,
    });
  });
});

describe('a second load', () => {
  it('of the same files reads nothing', async () => {
    const seen: string[] = [];
    const again = await loadBerka({
      db,
      keys: await openTestKeys(),
      dataDir: DATA,
      onProgress: ({ file }) => seen.push(file),
    });
    expect(again.kind).toBe('unchanged');
    expect(seen).toEqual([]);
  });

  it('that reads them all the same changes nothing', async () => {
    const before = await totals();
    const again = await loadBerka({
      db,
      keys: await openTestKeys(),
      dataDir: DATA,
      ifLoaded: 'repeat',
    });
    expect(again.kind).toBe('loaded');
    expect(Object.values(again.counts).every((added) => added === 0)).toBe(true);
    expect(await totals()).toEqual(before);
  });

  /** What triggers keep up to date beside the facts, too. */
  const totals = () =>
    withTenant(db, HB, async (tx) => [
      ...(await tx.execute(sql`
        select (select count(*) from facts.payments) as payments,
          (select count(*) from graph.edges) as edges,
          (select sum(volume) from graph.edges) as volume,
          (select sum(payment_count) from graph.edges) as edge_payments`)),
    ]);
});

describe('progress', () => {
  it('reports every file to its last line', async () => {
    const own = await createTestDatabase();
    const target = connectTo(own);
    try {
      const lines = new Map<string, number>();
      await loadBerka({
        keys: await openTestKeys(),
        db: target,
        dataDir: DATA,
        transactionsMax: 2500,
        onProgress: ({ file, lines: read }) => lines.set(file, read),
      });
      expect(Object.fromEntries(lines)).toEqual({
        'account.asc': 4500,
        'district.asc': 77,
        'client.asc': 5369,
        'disp.asc': 5369,
        'order.asc': 6471,
        'loan.asc': 682,
        'trans.asc': 2500,
      });
    } finally {
      await closeDatabase(target);
      await own.drop();
    }
  });
});
