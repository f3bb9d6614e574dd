/** `payscope data retain`: what leaves, what stays, and what is told of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase, closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { listChain } from '../../subgraphs/audit/queries/list-chain.ts';
import { verify } from '../../subgraphs/audit/verify.ts';
import { accountId } from '../../subgraphs/facts/domain/ids.ts';
import { insertPayments } from '../../subgraphs/facts/queries/insert-payments.ts';
import { freshen, refreshBankRollups } from '../../subgraphs/metrics/refresh.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type MadePayment, makePayments } from '../../test/support/payments.ts';
import { run } from '../main.ts';

let folder: string;
let database: TestDatabase;
let db: Database;
let owner: Database;
const TODAY = new Date();
const YEAR = TODAY.getUTCFullYear();
/** So many days and years ago, as the first day kept is counted. */
const ago = (years: number, days = 0) =>
  new Date(Date.UTC(YEAR - years, TODAY.getUTCMonth(), TODAY.getUTCDate() - days))
    .toISOString()
    .slice(0, 10);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-retain-'));
  await writeFile(
    join(folder, 'periods.json'),
    JSON.stringify({
      payments: { HB: 'P2Y', AB: 'P2Y', CD: 'P1Y', EF: 'P3Y', GH: 'P2Y', IJ: 'P2Y', OP: 'P2Y' },
      quarantine: { '*': 'P1Y', EF: 'keep', ST: 'keep' },
    }),
  );
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  owner = connectForTest(database.ownerUrl);
});
afterAll(async () => {
  await closeDatabase(db);
  await closeDatabase(owner);
  await database.drop();
  await rm(folder, { recursive: true });
});

async function payscope(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args: ['data', 'retain', ...args],
    environment: {
      NO_COLOR: '1',
      DATABASE_URL: database.ownerUrl,
      APP_DATABASE_URL: database.appUrl,
      DATA_DIR: folder,
    },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout, stderr };
}

const retain = (bank: string, ...more: readonly string[]) => retainOf('payments', bank, ...more);

async function retainOf(wanted: string, bank: string, ...more: readonly string[]) {
  const periods = join(folder, 'periods.json');
  const { exit, stdout, stderr } = await payscope(
    ...['--periods', periods, '--bank', bank, '--json', ...more],
  );
  expect({ exit, stderr: exit === 0 ? '' : stderr }).toEqual({ exit: 0, stderr: '' });
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line)).find(({ table }) => table === wanted);
}

const payment = (valueDate: string, counterparty = 'YZ-1', minorUnits = 100): MadePayment => {
  const [bank = '', account = ''] = counterparty.split('-');
  return {
    account: '1',
    minorUnits,
    valueDate,
    direction: 'DEBIT',
    channel: 'TRANSFER_OUT',
    counterparty: { bank, account },
  };
};

const read = <T extends Record<string, unknown>>(bankId: BankId, text: string) =>
  withTenant(db, bankId, async (tx) => [...(await tx.execute<T>(sql.raw(text)))]);

const daysOf = async (bank: string) =>
  (
    await read<{ day: string }>(
      bankIdOf(bank),
      'select value_date::text as day from facts.payments order by 1',
    )
  ).map(({ day }) => day);

/** The bank's own, and those of its account. */
const freshenAll = async (bankId: BankId) => {
  await refreshBankRollups(db, bankId);
  const ids = [accountId(bankId, '1')];
  await withTenant(db, bankId, (tx) => freshen(tx, bankId, { kind: 'accounts', ids }));
};

const rollupsOf = (bank: string) =>
  read(
    bankIdOf(bank),
    `select account_id = '${accountId(bankIdOf(bank), '1')}' as "isOfAccount", metric, grain,
       period_start::text, channel, count, sum::integer, min::integer
     from metrics.rollups order by 1, 2, 3, 4, 5`,
  );

describe('payments older than their bank keeps them', () => {
  it('leave; those of the first day that is kept stay, and so do other banks’', async () => {
    const days = [ago(9), ago(2, 1), ago(2), ago(0)];
    for (const bank of ['HB', 'KL']) {
      await makePayments(
        db,
        bank,
        days.map((day) => payment(day)),
      );
    }
    const leaving = {
      ...{ bank: 'HB', table: 'payments', period: 'P2Y' },
      ...{ removed: 2, before: days[2] },
    };
    expect(await retain('HB', '--dry-run')).toEqual({ ...leaving, dryRun: true });
    expect(await daysOf('HB')).toEqual(days);
    expect(await retain('HB')).toEqual({ ...leaving, dryRun: false });
    expect(await daysOf('HB')).toEqual(days.slice(2));
    expect(await daysOf('KL')).toEqual(days);
    expect(await retain('KL')).toEqual({
      ...{ bank: 'KL', table: 'payments', dryRun: false, period: null },
    });
    expect(await retain('HB')).toEqual({ ...leaving, dryRun: false, removed: 0 });
  });

  it('leave with the file they were in, from the second time on', async () => {
    const fileOf = async () => {
      const name = `facts.payments_${bankIdOf('GH').replaceAll('-', '')}`;
      const admin = openPool(database.adminUrl, { max: 1 });
      const [row] = await admin`select pg_relation_filepath(to_regclass(${name})) as path`;
      await admin.end();
      return row?.path;
    };
    await makePayments(db, 'GH', [payment(ago(5)), payment(ago(0))]);
    expect(await fileOf()).toBeNull();
    await retain('GH');
    const first = await fileOf();
    await makePayments(db, 'GH', [payment(ago(5))]);
    expect(await retain('GH')).toMatchObject({ removed: 1 });
    expect(first).toMatch(/^base/);
    expect(await fileOf()).not.toBe(first);
    expect(await daysOf('GH')).toEqual([ago(0)]);
  });

  it('take their statistics with them, and what they were in the graph', async () => {
    const bankId = bankIdOf('AB');
    await makePayments(db, 'AB', [
      payment(ago(4), 'YZ-gone'),
      payment(ago(2, 1), 'YZ-both', 7),
      payment(ago(2), 'YZ-both', 5),
      payment(ago(1), 'YZ-left', 3),
    ]);
    await freshenAll(bankId);
    await retain('AB');
    const edges = await read(
      bankId,
      `select volume::integer, payment_count, first_seen::text from graph.edges order by 1 desc`,
    );
    expect(edges).toEqual([
      { volume: 5, payment_count: 1, first_seen: ago(2) },
      { volume: 3, payment_count: 1, first_seen: ago(1) },
    ]);
    const nodes = await read(
      bankId,
      `select n.bank_code, p.paid::integer from graph.nodes n
       left join (select counterparty_account_tag as id, count(*) as paid from facts.payments
         group by 1) p on p.id = n.id order by 1, 2`,
    );
    expect(nodes).toEqual([
      { bank_code: 'AB', paid: null },
      { bank_code: 'YZ', paid: 1 },
      { bank_code: 'YZ', paid: 1 },
    ]);
    await freshenAll(bankId);
    const kept = await rollupsOf('AB');
    // The same payments, of a bank that never had others.
    await makePayments(db, 'MN', [payment(ago(2), 'YZ-both', 5), payment(ago(1), 'YZ-left', 3)]);
    await freshenAll(bankIdOf('MN'));
    expect(kept.length).toBeGreaterThan(20);
    expect(kept).toEqual(await rollupsOf('MN'));
  });

  it('may come again, and leave with the next run', async () => {
    const [old] = await makePayments(db, 'CD', [payment(ago(6)), payment(ago(0))]);
    await retain('CD');
    const bankId = bankIdOf('CD');
    const record = () =>
      withTenant(db, bankId, async (tx) => [
        ...(await insertPayments(tx, bankId, old ? [old] : [])),
      ]);
    expect(await record()).toEqual([old?.reference]);
    // A reference is that of one payment, in a partition of the bank's own too.
    expect(await record()).toEqual([]);
    expect(await retain('CD')).toMatchObject({ removed: 1 });
    expect(await daysOf('CD')).toEqual([ago(0)]);
  });
});

describe('a run', () => {
  it('is in the trail of its bank, which still verifies', async () => {
    await makePayments(db, 'EF', [payment(ago(7))]);
    await retain('EF', '--dry-run');
    await retain('EF');
    await retain('EF');
    const bankId = bankIdOf('EF');
    const [chain, verified] = await withTenant(db, bankId, async (tx) => [
      await listChain(tx, bankId, { from: 1, to: 9 }),
      await verify(tx, { bankId, pieceSize: 10 }),
    ]);
    expect(chain.map(({ event }) => event)).toEqual([
      {
        category: 'lifecycle',
        kind: 'RETENTION_APPLIED',
        details: {
          table: 'payments',
          period: 'P3Y',
          before: ago(3),
          removed: '1',
        },
      },
      expect.objectContaining({ details: expect.objectContaining({ removed: '0' }) }),
    ]);
    expect(verified).toMatchObject({ intact: true, entriesChecked: 2 });
  });

  it('leaves a database that keeps tenants apart, partition by partition', async () => {
    await makePayments(db, 'IJ', [payment(ago(9)), payment(ago(0))]);
    await retain('IJ');
    expect(await checkDatabase(database.appUrl)).toEqual([]);
    const admin = openPool(database.adminUrl, { max: 1 });
    const granted = await admin`
      select relid::text from pg_partition_tree('facts.payments') where level > 0
        and has_table_privilege('payscope_app', relid, 'select, insert, update, delete')`;
    const [count] = await admin`select count(*)::integer from pg_partition_tree('facts.payments')`;
    await admin.end();
    expect(granted).toEqual([]);
    expect(count?.count).toBeGreaterThan(2);
  });

  it('leaves reads that ask for the bank once, and find it by an index', async () => {
    const bankId = bankIdOf('OP');
    await makePayments(db, 'OP', [payment(ago(9)), payment(ago(0))]);
    await retain('OP');
    const plan = await withTenant(db, bankId, async (tx) => {
      // A table of few pages is read whole whatever its indexes: the question is whether it could be.
      await tx.execute(sql`select set_config('enable_seqscan', 'off', true)`);
      return tx.execute(sql`explain (costs off) select * from facts.payments
        where bank_id = ${sql.raw(`'${bankId}'`)} order by value_date desc, id desc limit 20`);
    });
    const text = plan.map((line) => Object.values(line).join()).join('\n');
    expect(text.match(/InitPlan 1$/gm)).toHaveLength(1);
    expect(text).toMatch(/Index Cond: \(bank_id = /);
    expect(text).not.toMatch(/Seq Scan|payments_default/);
  });
});

describe('the command', () => {
  it.each([
    ['no bank', []],
    ['both', ['--all', '--bank', 'HB']],
  ])('refuses %s', async (_what, args) => {
    const { exit, stderr } = await payscope('--periods', join(folder, 'periods.json'), ...args);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/give --bank or --all/);
  });

  it('says of every bank how it stands', async () => {
    await writeFile(join(folder, 'none.json'), '{}');
    const { exit, stdout } = await payscope(
      ...['--periods', join(folder, 'none.json'), '--all', '--dry-run'],
    );
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^HB: payments: kept for ever$/m);
    expect(stdout.trim().split('\n').length).toBe(28);
  });
});
