/** Personal data of holders: what the tables hold of it, and who can read it. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeDatabase, type Database } from '../../../lib/db/index.ts';
import { openPool } from '../../../lib/db/pool.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { openTestFacts, openTestKeys } from '../../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../../test/support/subgraph.ts';
import { holderId } from '../domain/ids.ts';
import { sealPlain } from './seal-plain.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const OWNER = holderId(HB, '1-a');
const SPOUSE = holderId(HB, '1-b');
const SEALED = ['birth_date_sealed', 'gender_sealed', 'district_sealed'] as const;
const HOLDERS =
  '{ accounts(first: 1) { edges { node { holders { id birthDate gender district } } } } }';

let database: TestDatabase;
let db: Database;
let admin: Sql;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  admin = openPool(database.adminUrl, { max: 1 });
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(await openTestFacts(), database.appUrl);
});
afterAll(async () => {
  await served?.close();
  await closeDatabase(db);
  await admin.end({ timeout: 1 });
  await database?.drop();
});

async function holders(bank: string): Promise<unknown> {
  const { body } = await served.ask(bank, HOLDERS);
  return body;
}

const shown = { birthDate: '1970-02-13', gender: 'MALE', district: 'Kolin' };

describe('holders from before they were sealed', () => {
  it('are answered as they are, then sealed, each once, by however many at once', async () => {
    const before = await holders('HB');
    expect(JSON.stringify(before)).toContain('1970-02-13');
    const keys = await Promise.all([openTestKeys(), openTestKeys()]);
    const sealed = await Promise.all(keys.map((each) => sealPlain(db, HB, each)));
    // 8 holders, 4 accounts, an order and 20 payments.
    expect(sealed.reduce((sum, each) => sum + each)).toBe(33);
    expect(await sealPlain(db, HB, await openTestKeys())).toBe(0);
    expect(await holders('HB')).toEqual(before);
    const [row] = await admin`select count(*)::int as plain from facts.account_holders
      where bank_id = ${HB} and num_nonnulls(birth_date, gender, district) > 0`;
    expect(row).toEqual({ plain: 0 });
  });

  it('are those of one bank at a time', async () => {
    const [row] = await admin`select count(*)::int as plain from facts.account_holders
      where bank_id = ${CD} and birth_date is not null`;
    expect(row).toEqual({ plain: 8 });
    await sealPlain(db, CD, await openTestKeys());
  });
});

describe('a sealed field', () => {
  /** Changes the owner's row for as long as it is asked for. */
  async function askWith(change: string): Promise<string> {
    const before = await admin`select * from facts.account_holders where id = ${OWNER}`;
    await admin.unsafe(change);
    try {
      return JSON.stringify(await holders('HB'));
    } finally {
      const { birth_date_sealed, gender_sealed, district_sealed, row_version } = before[0] ?? {};
      await admin`update facts.account_holders set ${admin({ birth_date_sealed, gender_sealed, district_sealed, row_version })}
        where id = ${OWNER}`;
    }
  }
  const put = (what: string) => `update facts.account_holders as here set ${what}
    from facts.account_holders as there where here.id = '${OWNER}'`;

  it.each([
    [
      'another person',
      `${put(`birth_date_sealed = there.birth_date_sealed`)} and there.id = '${SPOUSE}'`,
    ],
    [
      'another bank',
      put('birth_date_sealed = there.birth_date_sealed') +
        ` and there.id = '${holderId(CD, '1-a')}'`,
    ],
    [
      'another column',
      `update facts.account_holders set birth_date_sealed = gender_sealed where id = '${OWNER}'`,
    ],
    [
      'an older row',
      `update facts.account_holders set row_version = row_version + 1 where id = '${OWNER}'`,
    ],
    [
      'nobody, changed by one bit',
      `update facts.account_holders set birth_date_sealed =
        set_byte(birth_date_sealed, 20, get_byte(birth_date_sealed, 20) # 1) where id = '${OWNER}'`,
    ],
  ])('that is of %s is not shown, by an error that says nothing of it', async (_what, change) => {
    expect(await holders('HB')).toMatchObject({
      data: { accounts: { edges: [{ node: { holders: [{ id: OWNER, ...shown }, {}] } }] } },
    });
    const answer = await askWith(change);
    expect(answer).toContain('"errors"');
    expect(answer).toContain('"birthDate":null');
    expect(answer).not.toMatch(/1970-02-13|SealBroken|sealed value/);
  });

  it('can’t be read by a process without the keys', async () => {
    const { facts } = await import('../index.ts');
    const without = await serveForTest(facts, database.appUrl);
    const { body } = await without.ask('HB', HOLDERS);
    await without.close();
    expect(body).toMatchObject({ errors: expect.anything() });
    expect(JSON.stringify(body)).not.toContain('1970');
  });
});

describe('whoever reads the database', () => {
  it('finds no district in heap or indexes, once what was there before is vacuumed', async () => {
    const text = `Nowhere-${crypto.randomUUID()}`;
    await admin`update facts.account_holders set district = ${text}, birth_date = '1970-02-13', gender = 'MALE',
      birth_date_sealed = null, gender_sealed = null, district_sealed = null where id = ${OWNER}`;
    await admin`checkpoint`;
    const files = await databaseFiles();
    expect(await holding(files, text)).not.toEqual([]);
    await sealPlain(db, HB, await openTestKeys());
    // A snapshot that is still open keeps dead rows until it is gone.
    await vi.waitFor(
      async () => {
        await admin.unsafe('vacuum full facts.account_holders');
        await admin`checkpoint`;
        expect(await holding(await databaseFiles(), text)).toEqual([]);
      },
      { timeout: 10_000, interval: 200 },
    );
    expect(JSON.stringify(await holders('HB'))).toContain(text);
  });

  async function databaseFiles(): Promise<readonly string[]> {
    const [row] = await admin<{ dir: string; oid: string }[]>`
      select current_setting('data_directory') as dir, oid::text from pg_database
      where datname = current_database()`;
    const files: string[] = [];
    for await (const file of glob(join(row?.dir ?? '', 'base', row?.oid ?? '', '*')))
      files.push(file);
    return files;
  }

  async function holding(files: readonly string[], text: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const file of files) {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (bytes.includes(text)) found.push(file);
    }
    return found;
  }
});

it('of the real data every holder and counterparty is sealed, and none in the clear', async () => {
  await using loaded = await createTestDatabase({ load: 'sample' });
  const sql = openPool(loaded.adminUrl, { max: 1 });
  const [row] = await sql.unsafe(`select count(*)::int as all,
    count(*) filter (where ${SEALED.map((column) => `${column} is not null`).join(' and ')})::int as sealed,
    count(*) filter (where num_nonnulls(birth_date, gender, district) > 0)::int as plain,
    (select count(*)::int from facts.payments where counterparty_account is not null) as payments,
    (select count(*)::int from facts.standing_orders where counterparty_account is not null) as orders,
    (select count(*)::int from facts.payments where counterparty_bank is not null
      and (counterparty_account_sealed is null or counterparty_account_tag is null)) as unsealed,
    (select count(*)::int from facts.accounts where number_tag is null) as untagged
    from facts.account_holders`);
  await sql.end({ timeout: 1 });
  expect(row).toEqual({
    ...{ all: 5369, sealed: 5369, plain: 0 },
    ...{ payments: 0, orders: 0, unsealed: 0, untagged: 0 },
  });
});
