/** `payscope data load FILE` as its users run it: interrupted, repeated, and with what it sets aside. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, connectDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { openPersonalKeys } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ingestedFiles, payments } from '../../subgraphs/facts/tables.ts';
import { runCommand, startCommand } from '../support/command.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedFacts } from '../support/facts.ts';
import { readQuarantine } from '../support/quarantine.ts';

const HB = bankIdOf('HB');
const HEADER =
  'reference,account_number,minor_units,currency,direction,channel,value_date,counterparty_bank,counterparty_account';

let dir: string;
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-data-'));
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectDatabase({
    url: database.appUrl,
    poolMax: 1,
    statementTimeoutMs: 30_000,
    applicationName: 'data-load-test',
  });
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const environment = () => ({ APP_DATABASE_URL: database.appUrl, DATA_DIR: dir });
const payscope = (...args: readonly string[]) => runCommand(args, environment());

function row(reference: string): string {
  return `${reference},1,100,CZK,DEBIT,TRANSFER_OUT,2024-01-01,YZ,77`;
}

async function fileOf(name: string, lines: readonly string[]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, [HEADER, ...lines, ''].join('\n'));
  return path;
}

/** How far the load of a file is, as others see it. */
async function placeOf(name: string): Promise<number> {
  const rows = await withTenant(db, HB, (tx) =>
    tx
      .select({ records: ingestedFiles.records })
      .from(ingestedFiles)
      .where(and(eq(ingestedFiles.bankId, HB), like(ingestedFiles.source, `${name}@%`))),
  );
  return rows[0]?.records ?? 0;
}

describe('data load FILE', () => {
  it('killed again and again loses nothing and doubles nothing', { timeout: 120_000 }, async () => {
    const RECORDS = 24_000;
    const isWrong = (i: number) => i % 17 === 16;
    const lines = Array.from({ length: RECORDS }, (_, i) =>
      isWrong(i) ? `wrong ${i}` : row(`k-${i}`),
    );
    const path = await fileOf('killed.csv', lines);
    const load = ['data', 'load', path, '--format', 'csv', '--bank', 'HB', '--json'];
    let place = 0;
    let kills = 0;
    while (place < RECORDS && kills < 8) {
      const target = place + Math.ceil(Math.random() * 4_000);
      const command = startCommand(load, environment());
      let isOver = false;
      void command.ended.then(() => {
        isOver = true;
      });
      do place = await placeOf('killed.csv');
      while (!isOver && place < target);
      // Not always right behind a commit.
      for (let left = Math.random() * 30; left > 0; left -= 1) await placeOf('killed.csv');
      if (!isOver) kills += 1;
      command.kill('SIGKILL');
      await command.ended;
      place = await placeOf('killed.csv');
    }
    expect(kills).toBeGreaterThan(3);
    const { code, stdout } = await payscope(...load);
    const wrong = lines.flatMap((line, i) => (isWrong(i) ? [[i + 2, line]] : []));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      records: RECORDS,
      recorded: RECORDS - wrong.length,
      quarantined: wrong.length,
    });
    // Counted against the file, and not by what the command says of itself.
    const recorded = await withTenant(db, HB, (tx) =>
      tx
        .select({ reference: payments.reference })
        .from(payments)
        .where(and(eq(payments.bankId, HB), like(payments.reference, 'k-%'))),
    );
    const references = recorded.map(({ reference }) => reference).sort();
    const expected = lines.flatMap((_, i) => (isWrong(i) ? [] : [`k-${i}`])).sort();
    expect(references).toEqual(expected);
    const keys = await openPersonalKeys({
      PERSONAL_KEYS: `file:${join(dir, 'keys', 'personal-data.json')}`,
    });
    const aside = (await readQuarantine(db, HB, keys)).filter(({ source }) =>
      source.startsWith('killed.csv@'),
    );
    expect(aside.map(({ line, content }) => [line, content])).toEqual(wrong);
  });

  it('says what it did, and how to see what it set aside', async () => {
    const path = await fileOf("it's.csv", [row('said-1'), '=1+1', row('said-2')]);
    const first = await payscope('data', 'load', path, '--format', 'csv', '--bank', 'HB');
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(
      /^Loaded it's\.csv@[0-9a-f]{16}: 3 records, 2 recorded, 1 in quarantine\.\n/,
    );
    expect(first.stdout).toMatch(/payscope data quarantine --bank HB --source 'it'\\''s\.csv@/);
    const again = await payscope('data', 'load', path, '--format', 'csv', '--bank', HB);
    expect(again).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Nothing changed/) });
  });

  it('without anything wrong exits 0', async () => {
    const path = await fileOf('fine.csv', [row('fine-1')]);
    expect(await payscope('data', 'load', path, '--format', 'csv', '--bank', 'HB')).toMatchObject({
      code: 0,
    });
  });

  it.each([
    ['no bank', ['data', 'load', 'x.csv', '--format', 'csv'], '--bank'],
    ['an unknown bank', ['data', 'load', 'x.csv', '--format', 'csv', '--bank', 'ZZ'], '--bank'],
    [
      'a bank without books',
      ['data', 'load', 'x.csv', '--format', 'csv', '--bank', 'AB'],
      '--bank',
    ],
    ['no format', ['data', 'load', 'x.csv', '--bank', 'HB'], '--format'],
    ['an unknown format', ['data', 'load', 'x.csv', '--format', 'xls', '--bank', 'HB'], '--format'],
    ['a format, but no file', ['data', 'load', '--format', 'csv'], '--format'],
    [
      'no such file',
      ['data', 'load', '/no/such.csv', '--format', 'csv', '--bank', 'HB'],
      '/no/such.csv',
    ],
    ['a folder', ['data', 'load', '/tmp', '--format', 'csv', '--bank', 'HB'], '/tmp'],
    ['two forms of output', ['data', 'quarantine', '--bank', 'HB', '--json', '--csv'], '--csv'],
  ])('with %s is refused with exit 2', async (_, args, named) => {
    const { code, stdout, stderr } = await payscope(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(named);
  });
});

describe('data quarantine', () => {
  const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'];
  let source: string;
  beforeAll(async () => {
    const path = await fileOf('formulas.csv', FORMULAS);
    const { stdout } = await payscope(
      'data',
      'load',
      path,
      '--format',
      'csv',
      '--bank',
      'HB',
      '--json',
    );
    source = JSON.parse(stdout).source;
  });
  const list = async (...args: readonly string[]) =>
    (await payscope('data', 'quarantine', '--bank', 'HB', '--source', source, ...args)).stdout;

  it('lists source, line, reason and what stood there', async () => {
    expect((await list()).split('\n').slice(0, 2)).toEqual([
      `${source}:2: COLUMN_COUNT: 1 of 9 columns.`,
      '    =1+1',
    ]);
  });

  it('is a record a line as JSON', async () => {
    const records = (await list('--json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toMatchObject(FORMULAS.map((content, i) => ({ source, line: i + 2, content })));
  });

  it('has no cell as CSV that a spreadsheet would run', async () => {
    const text = await list('--csv');
    const rows: string[][] = parse(text, { record_delimiter: '\r\n' });
    expect(rows[0]).toEqual(['source', 'line', 'record', 'reason', 'content']);
    expect(rows.slice(1).map((cells) => cells[4])).toEqual(
      FORMULAS.map((content) => `'${content}`),
    );
  });

  it('of another bank is not shown', async () => {
    expect(await payscope('data', 'quarantine', '--bank', 'CD')).toMatchObject({
      code: 0,
      stdout: '',
    });
  });
});
