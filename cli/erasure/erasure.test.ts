/** `payscope data export`, `replay-erasures` and `scan-erased`, on a real database. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, readTenant } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { bankIdOf, newId } from '../../lib/ids.ts';
import { chainChanges } from '../../subgraphs/audit/chain-changes.ts';
import { formatVerifierKey } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { listChain } from '../../subgraphs/audit/queries/list-chain.ts';
import { accountId, holderId } from '../../subgraphs/facts/domain/ids.ts';
import { sealPlain } from '../../subgraphs/facts/personal/seal-plain.ts';
import { checkpointOf, logSigner } from '../../test/support/audit-log.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { erasuresOn } from '../../test/support/erasures.ts';
import { seedFacts } from '../../test/support/facts.ts';
import {
  openTestFacts,
  openTestKeys,
  personalKeysOfRun,
} from '../../test/support/personal-keys.ts';
import { serveForTest } from '../../test/support/subgraph.ts';
import { run } from '../main.ts';

const HB = bankIdOf('HB');
const OWNER = holderId(HB, '2-a');
/** Sealed at most: what an erasure is of is another person each time. */
const SPOUSE = holderId(HB, '2-b');

let folder: string;
let database: TestDatabase;
let admin: Sql;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-cli-erasure-'));
  database = await seeded();
  admin = openPool(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await admin?.end({ timeout: 1 });
  await database?.drop();
  await rm(folder, { recursive: true });
});

/** As it was on the evening the backup was made. */
async function seeded(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  await seedFacts(made.appUrl);
  const db = connectForTest(made.appUrl);
  await sealPlain(db, HB, await openTestKeys());
  await closeDatabase(db);
  return made;
}

async function data(...args: readonly string[]) {
  return inDatabase(database, ['data', ...args]);
}

async function inDatabase({ appUrl }: TestDatabase, args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args,
    environment: {
      ...{ NODE_ENV: 'development', NO_COLOR: '1', APP_DATABASE_URL: appUrl },
      PERSONAL_KEYS: personalKeysOfRun(),
    },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout, stderr };
}

/** As two people do it through the gateway. */
async function erase(id: string): Promise<void> {
  const served = await serveForTest(await openTestFacts(), database.appUrl);
  await erasuresOn(served).erases(id);
  await served.close();
  await chainTold(database);
}

/** As the audit subgraph does every few seconds. */
async function chainTold(of: TestDatabase): Promise<void> {
  const db = connectForTest(of.appUrl);
  await chainChanges(db, HB, () => new Date());
  await closeDatabase(db);
}

async function kindsInTrail(of: TestDatabase): Promise<readonly string[]> {
  await chainTold(of);
  const db = connectForTest(of.appUrl);
  const chain = await readTenant(db, HB, (tx) => listChain(tx, HB, { from: 1, to: 1_000 }));
  await closeDatabase(db);
  return chain.flatMap(({ event }) => event?.kind ?? []);
}

describe('export', () => {
  it('writes what the bank has of a person, opened, and is in the trail', async () => {
    const { exit, stdout } = await data('export', '--bank', 'HB', '--subject', OWNER);
    expect(exit).toBe(0);
    const exported = JSON.parse(stdout);
    expect(exported).toMatchObject({
      subject: { kind: 'ACCOUNT_HOLDER', id: OWNER },
      holder: { birthDate: '1970-02-13', gender: 'MALE', district: 'Kolin', erasedAt: null },
      accounts: [{ id: accountId(HB, '2'), number: '2' }],
      standingOrders: [{ counterpartyAccount: '87144583' }],
      loans: [{ minorUnits: 8_000_000 }],
    });
    expect(exported.payments).toHaveLength(20);
    expect(stdout).not.toContain(HB);
    expect(stdout).not.toMatch(/sealed|tag/i);
    expect(await kindsInTrail(database)).toContain('SUBJECT_EXPORTED');
  });

  it('writes all payments there are, page by page, into a file of its owner’s only', async () => {
    await admin`insert into facts.payments (bank_id, id, account_id, reference, minor_units, currency, direction,
        channel, value_date)
      select ${HB}, gen_random_uuid(), ${accountId(HB, '11')}, 'many-' || n, n, 'CZK', 'CREDIT', 'CASH_DEPOSIT',
        '1995-01-01'::date + n % 7 from generate_series(1, 2500) n`;
    const args = ['export', '--bank', 'HB', '--subject', holderId(HB, '11-a')];
    expect(await data(...args, '--out', at('many.json'))).toMatchObject({ exit: 0, stdout: '' });
    const { payments } = JSON.parse(await readFile(at('many.json'), 'utf8'));
    expect(payments).toHaveLength(2_500);
    expect(new Set(payments.map(({ id }: { readonly id: string }) => id)).size).toBe(2_500);
    expect((await stat(at('many.json'))).mode & 0o777).toBe(0o600);
    expect(await data(...args, '--out', at('many.json'))).toMatchObject({ exit: 2 });
  });

  it.each([
    ['nobody', newId()],
    ['somebody of another bank', holderId(bankIdOf('CD'), '2-a')],
    ['what is no id', 'alice'],
  ])('of %s is refused', async (_whom, subject) => {
    const { exit, stdout, stderr } = await data('export', '--bank', 'HB', '--subject', subject);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--subject');
  });
});

describe('after a restore', () => {
  let restored: TestDatabase;
  beforeAll(async () => {
    restored = await seeded();
    await erase(SPOUSE);
    const out = ['audit', 'export', '--bank', 'HB', '--out', at('trail.jsonl')];
    expect(await inDatabase(database, out)).toMatchObject({ exit: 0 });
  });
  afterAll(() => restored.drop());

  const replay = async (dump: string, bank = 'HB') => {
    const args = ['data', 'replay-erasures', at(dump), '--bank', bank, '--json'];
    return inDatabase(restored, args);
  };

  it('the trail is what was signed, and has asked, approved and executed', async () => {
    expect((await kindsInTrail(database)).slice(-3)).toEqual([
      'ERASURE_REQUESTED',
      'ERASURE_APPROVED',
      'ERASURE_EXECUTED',
    ]);
    const db = connectForTest(database.appUrl);
    const chain = await readTenant(db, HB, (tx) => listChain(tx, HB, { from: 1, to: 1_000 }));
    await closeDatabase(db);
    await writeFile(at('note'), checkpointOf(chain.slice(0, 2)) + checkpointOf(chain));
    const key = formatVerifierKey(logSigner(7));
    const files = ['--dump', at('trail.jsonl'), '--checkpoint', at('note'), '--key', key];
    const { exit, stdout } = await inDatabase(database, ['audit', 'verify', ...files, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, entries: chain.length });
    expect(exit).toBe(0);
  });

  it('whoever the trail has as erased is erased again, once, and nobody else', async () => {
    const fieldsLeft = async () => {
      const sql = openPool(restored.adminUrl, { max: 1 });
      const rows = await sql`select id from facts.account_holders where bank_id = ${HB}
        and birth_date_sealed is null`;
      await sql.end({ timeout: 1 });
      return rows.map(({ id }) => id);
    };
    expect(await fieldsLeft()).toEqual([]);
    const first = await replay('trail.jsonl');
    expect(JSON.parse(first.stdout)).toEqual({ erased: 1, already: 0, unknown: 0 });
    expect(await fieldsLeft()).toEqual([SPOUSE]);
    expect(JSON.parse((await replay('trail.jsonl')).stdout)).toMatchObject({ already: 1 });
    expect(await kindsInTrail(restored)).toEqual(['ERASURE_REPLAYED']);
  });

  it('who is not in the backup yet gets no key either', async () => {
    const lines = (await readFile(at('trail.jsonl'), 'utf8')).trimEnd().split('\n');
    const gone = newId();
    await writeFile(
      at('later.jsonl'),
      `${lines.findLast((line) => line.includes('ERASURE_EXECUTED'))?.replaceAll(SPOUSE, gone)}\n`,
    );
    expect(JSON.parse((await replay('later.jsonl')).stdout)).toMatchObject({ unknown: 1 });
    const sql = openPool(restored.adminUrl, { max: 1 });
    expect(await sql`select wrapped from facts.subject_keys where subject_id = ${gone}`).toEqual([
      { wrapped: null },
    ]);
    await sql.end({ timeout: 1 });
  });

  it.each([
    ['another bank', 'CD', (text: string) => text, 'of another bank'],
    ['a broken line', 'HB', (text: string) => `${text}{"a":`, 'broken line'],
    ['no trail at all', 'HB', () => 'subject\n', 'no entry of a trail'],
    [
      'no subject',
      'HB',
      (text: string) => text.replaceAll('"subject_kind"', '"kind"'),
      'does not say who',
    ],
  ])('a dump of %s changes nothing', async (_what, bank, change, why) => {
    await writeFile(at('bad.jsonl'), change(await readFile(at('trail.jsonl'), 'utf8')));
    const { exit, stderr } = await replay('bad.jsonl', bank);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('scan-erased', () => {
  const canary = `Canary "of" \\ ${newId()}`;
  const scan = (...paths: readonly string[]) =>
    data('scan-erased', '--bank', 'HB', '--values', at('values.txt'), '--json', ...paths);

  it('finds a text in any table of the bank, and says where and never what', async () => {
    await writeFile(at('values.txt'), `${canary}\n`);
    expect(await scan()).toMatchObject({ exit: 0 });
    await admin`insert into facts.quarantine (bank_id, source, line, reason, content)
      values (${HB}, 'f.csv', 1, 'DATE', ${`1;${canary};x`}), (${bankIdOf('CD')}, 'f.csv', 1, 'DATE', ${canary})`;
    const { exit, stdout } = await scan();
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: [{ table: 'facts.quarantine', rows: 1 }],
      places: [],
    });
    expect(stdout).not.toContain('Canary');
    await admin`delete from facts.quarantine`;
  });

  it('finds one in files and folders it is given', async () => {
    await writeFile(at('server.log'), `${'.'.repeat(70)}${canary}`);
    const { exit, stdout } = await scan(folder);
    expect(exit).toBe(1);
    const { places } = JSON.parse(stdout);
    expect(places).toContainEqual({
      ...{ path: at('server.log'), offset: 70, value: 1, encoding: 'utf-8' },
    });
  });

  it.each([
    ['no texts', '\n\n', 'has 0 texts'],
    ['a text found by chance', `${canary}\nMALE\n`, 'text 2'],
  ])('takes no list of %s', async (_what, text, why) => {
    await writeFile(at('bad.txt'), text);
    const args = ['scan-erased', '--bank', 'HB', '--values', at('bad.txt')];
    const { exit, stderr } = await data(...args);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).not.toContain('Canary');
  });
});
