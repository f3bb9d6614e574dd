/** Every record of a file is recorded or in quarantine, once, whatever comes between. */
import { appendFile, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { and, asc, eq, inArray, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  connectDatabase,
  type Database,
  withTenant,
} from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { SAMPLES } from '../../../test/support/bad-fields.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { openTestKeys } from '../../../test/support/personal-keys.ts';
import { TELLER } from '../../../test/support/teller.ts';
import { trailOf } from '../../../test/support/trail.ts';
import { paymentId } from '../domain/ids.ts';
import { outbox, payments, quarantine } from '../tables.ts';
import { type FileLoad, loadPaymentFile } from './load-file.ts';
import { FileProblem } from './open-file.ts';
import { LoadedElsewhere } from './write-batch.ts';

const HB = bankIdOf('HB');
const EXAMPLES = fileURLToPath(new URL('../../../data/examples', import.meta.url));
const TOLD = { events: true, teller: TELLER };
const HEADER =
  'reference,account_number,minor_units,currency,direction,channel,value_date,counterparty_bank,counterparty_account';

let dir: string;
let database: TestDatabase;
let db: Database;
let keys: PersonalKeys;
beforeAll(async () => {
  keys = await openTestKeys();
  dir = await mkdtemp(join(tmpdir(), 'payscope-ingest-'));
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectDatabase({
    url: database.appUrl,
    poolMax: 4,
    statementTimeoutMs: 30_000,
    applicationName: 'ingest-test',
  });
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

function row(reference: string, accountNumber = '1'): string {
  return `${reference},${accountNumber},100,CZK,DEBIT,TRANSFER_OUT,2024-01-01,YZ,77`;
}

async function fileOf(name: string, lines: readonly string[]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, [HEADER, ...lines, ''].join('\n'));
  return path;
}

function load(path: string, batchSize = 1_000): Promise<FileLoad> {
  return loadPaymentFile({ db, keys, bankId: HB, told: TOLD, path, format: 'csv', batchSize });
}

async function referencesLike(pattern: string): Promise<readonly string[]> {
  const rows = await withTenant(db, HB, (tx) =>
    tx
      .select({ reference: payments.reference })
      .from(payments)
      .where(and(eq(payments.bankId, HB), like(payments.reference, pattern)))
      .orderBy(asc(payments.reference)),
  );
  return rows.map(({ reference }) => reference);
}

async function quarantined(source: string): Promise<readonly (readonly [number, string])[]> {
  const rows = await withTenant(db, HB, (tx) =>
    tx
      .select({ line: quarantine.line, reason: quarantine.reason })
      .from(quarantine)
      .where(and(eq(quarantine.bankId, HB), eq(quarantine.source, source)))
      .orderBy(asc(quarantine.line), asc(quarantine.record)),
  );
  return rows.map(({ line, reason }) => [line, reason.split(/[ :]/)[0] ?? '']);
}

describe('a file', () => {
  const mixed = (name: string) => [
    row(`${name}-1`),
    row(`${name}-2`, '999'),
    row(`${name}-1`),
    'nonsense',
    row(`${name}-3`),
    row('seed-0'),
    row(`${name}-1`),
  ];

  it.each([1_000, 3, 2, 1])(
    'is loaded in batches of %d, the wrong records set aside',
    async (size) => {
      const name = `mixed${size}`;
      const result = await load(await fileOf(`${name}.csv`, mixed(name)), size);
      expect(result).toMatchObject({ kind: 'loaded', records: 7, recorded: 2, quarantined: 5 });
      expect(result.source).toMatch(new RegExp(`^${name}\\.csv@[0-9a-f]{16}$`));
      expect(await referencesLike(`${name}-%`)).toEqual([`${name}-1`, `${name}-3`]);
      expect(await quarantined(result.source)).toEqual([
        [3, 'UNKNOWN_ACCOUNT'],
        [4, 'DUPLICATE_REFERENCE'],
        [5, 'COLUMN_COUNT'],
        [7, 'DUPLICATE_REFERENCE'],
        [8, 'DUPLICATE_REFERENCE'],
      ]);
    },
  );

  it('is loaded once, by whatever name it comes again', async () => {
    const path = await fileOf('once.csv', mixed('once'));
    const first = await load(path);
    await copyFile(path, join(dir, 'again.csv'));
    for (const other of [path, join(dir, 'again.csv')]) {
      expect(await load(other)).toEqual({ ...first, kind: 'unchanged' });
    }
    expect(await referencesLike('once-%')).toHaveLength(2);
    expect(await quarantined(first.source)).toHaveLength(5);
  });

  it('with nothing but its header is loaded', async () => {
    const path = await fileOf('header.csv', []);
    expect(await load(path)).toMatchObject({ kind: 'loaded', records: 0 });
    expect(await load(path)).toMatchObject({ kind: 'unchanged', records: 0 });
  });

  it("is another bank's to load as well", async () => {
    const path = await fileOf('shared.csv', [row('shared')]);
    expect(await load(path)).toMatchObject({ recorded: 1 });
    const other = { db, keys, bankId: bankIdOf('CD'), told: TOLD, path, format: 'csv' } as const;
    expect(await loadPaymentFile(other)).toMatchObject({ kind: 'loaded', recorded: 1 });
  });

  it.each([1, 3, 4, 7])('goes on where a load ended after %d batches', async (batches) => {
    const name = `cut${batches}`;
    const lines = Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? 'no' : row(`${name}-${i}`)));
    const path = await fileOf(`${name}.csv`, lines);
    let left = batches;
    const options = {
      db,
      keys,
      bankId: HB,
      told: TOLD,
      path,
      format: 'csv',
      batchSize: 2,
    } as const;
    const onProgress = () => {
      left -= 1;
      if (left === 0) throw new Error('killed');
    };
    await expect(loadPaymentFile({ ...options, onProgress })).rejects.toThrow('killed');
    const result = await load(path);
    expect(result).toMatchObject({ kind: 'resumed', records: 20, recorded: 16, quarantined: 4 });
    expect(await referencesLike(`${name}-%`)).toHaveLength(16);
    expect(await quarantined(result.source)).toHaveLength(4);
  });

  it.each([
    ['like recordPayments', true, 2],
    ['not for what happened long ago', false, 0],
  ])('makes events %s', async (_what, events, expected) => {
    const name = `events-${events}`;
    const path = await fileOf(`${name}.csv`, [row(`${name}-1`), 'no', row(`${name}-2`)]);
    const told = { ...TOLD, events };
    await loadPaymentFile({ db, keys, bankId: HB, path, told, format: 'csv' });
    const ids = [1, 2].map((n) => paymentId(HB, `${name}-${n}`));
    const made = await withTenant(db, HB, (tx) =>
      tx
        .select()
        .from(outbox)
        .where(and(eq(outbox.bankId, HB), inArray(outbox.paymentId, ids))),
    );
    expect(made).toHaveLength(expected);
  });

  it('tells the trail of each payment, with the file and the line it is from', async () => {
    const path = await fileOf('told.csv', [row('told-1'), 'no', row('told-2'), row('told-1')]);
    const { source } = await load(path);
    const told = await trailOf(db, HB);
    const lines = told.flatMap(({ event }) =>
      event?.details.source === source ? [event.details.line] : [],
    );
    expect(lines).toEqual(['2', '4']);
  });

  it('loaded by several at once is recorded once; who was late is told', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => row(`race-${i}`));
    const path = await fileOf('race.csv', lines);
    const loads = await Promise.allSettled(Array.from({ length: 4 }, () => load(path, 10)));
    const late = loads.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of late) expect(reason).toBeInstanceOf(LoadedElsewhere);
    expect(late.length).toBeLessThan(4);
    const result = await load(path);
    expect(result).toMatchObject({ kind: 'unchanged', records: 200, recorded: 200 });
    expect(await referencesLike('race-%')).toHaveLength(200);
    expect(await quarantined(result.source)).toEqual([]);
  });

  it('that is written to meanwhile is not said to be complete', async () => {
    const path = await fileOf('grows.csv', [row('grows-1'), row('grows-2')]);
    const onProgress = () => appendFile(path, row('grows-3'));
    const options = {
      db,
      keys,
      bankId: HB,
      told: TOLD,
      path,
      format: 'csv',
      batchSize: 1,
    } as const;
    await expect(loadPaymentFile({ ...options, onProgress })).rejects.toThrow(FileProblem);
  });

  it('of which the database refuses a record sets that aside alone', async () => {
    await database.asSuperuser(
      `alter table facts.payments add constraint not_this check (reference not like 'refused-%13') not valid`,
    );
    const path = await fileOf(
      'refused.csv',
      Array.from({ length: 30 }, (_, i) => row(`refused-${i}`)),
    );
    const result = await load(path, 16);
    expect(result).toMatchObject({ records: 30, recorded: 29, quarantined: 1 });
    expect(await quarantined(result.source)).toEqual([[15, 'REFUSED_BY_DATABASE']]);
  });

  it.each([
    ['berka', 'transactions.asc', 2],
    ['csv', 'payments.csv', 4],
    ['iso20022', 'statement.camt053.xml', 2],
    ['iso20022', 'orders.pain001.xml', 2],
  ] as const)('of format %s is the example %s', async (format, name, records) => {
    const path = join(EXAMPLES, name);
    const result = await loadPaymentFile({ db, keys, bankId: HB, told: TOLD, path, format });
    expect(result).toMatchObject({ kind: 'loaded', records });
    // The accounts of the examples are the data set's, which is not loaded here.
    for (const [, code] of await quarantined(result.source)) expect(code).toBe('UNKNOWN_ACCOUNT');
  });

  it.each(SAMPLES)(
    'of $name sets aside a reference that is there twice, with its line',
    async (sample) => {
      const { name, format, fields, line, fileWith, references } = sample;
      const key =
        Object.keys(fields).find((one) => fields[one] === 'x' || one === 'trans_id') ?? '';
      const path = join(dir, `twice-${name}`);
      const first = references[0].replace('berka-', '');
      // The account of the samples is none of the bank's, so its own stands in.
      const text = fileWith(key, Buffer.from(first)).toString().replaceAll('576', '1');
      const unique = text.replaceAll(/\b([ab])\b(?=[,<])/g, `$1-${name}`);
      await writeFile(path, unique);
      const result = await loadPaymentFile({ db, keys, bankId: HB, path, format, told: TOLD });
      expect(result).toMatchObject({ records: 3, recorded: 2, quarantined: 1 });
      expect(await quarantined(result.source)).toEqual([[line, 'DUPLICATE_REFERENCE']]);
    },
  );

  it('of one line without a break keeps all its entries apart in quarantine', async () => {
    const path = join(dir, 'line.xml');
    const entries = Array.from({ length: 3 }, (_, i) => `<Ntry><NtryRef>${i}</NtryRef></Ntry>`);
    await writeFile(
      path,
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
    );
    const result = await loadPaymentFile({
      db,
      keys,
      bankId: HB,
      told: TOLD,
      path,
      format: 'iso20022',
    });
    expect(result).toMatchObject({ records: 3, quarantined: 3 });
    expect(await quarantined(result.source)).toHaveLength(3);
  });
});
