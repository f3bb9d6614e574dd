/** `payscope keys add` and `rotate` as their users run them, while a subgraph serves. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeDatabase, type Database } from '../../lib/db/index.ts';
import { openPool } from '../../lib/db/pool.ts';
import { ensureKeyFile, openPersonalKeys } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { factsBy } from '../../subgraphs/facts/index.ts';
import { sealPlain } from '../../subgraphs/facts/personal/seal-plain.ts';
import { runCommand } from '../../test/support/command.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';

const READ = `{ accounts(first: 4) { edges { node { holders { birthDate }
  payments(first: 5) { edges { node { counterpartyAccount } } } } } } }`;
const WRITE = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) {
    recordedCount userErrors { code } } }`;

let dir: string;
let file: string;
let database: TestDatabase;
let db: Database;
let admin: Sql;
let served: ServedSubgraph;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-keys-'));
  file = await ensureKeyFile(join(dir, 'keys.json'));
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl);
  admin = openPool(database.adminUrl, { max: 1 });
  const personalKeys = await openKeys();
  for (const code of ['HB', 'CD']) await sealPlain(db, bankIdOf(code), personalKeys);
  served = await serveForTest(factsBy({ personalKeys }), database.appUrl);
});
afterAll(async () => {
  await served?.close();
  await admin?.end({ timeout: 1 });
  if (db) await closeDatabase(db);
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

const openKeys = () => openPersonalKeys({ PERSONAL_KEYS: `file:${file}` });
const payscope = (...args: readonly string[]) =>
  runCommand(args, {
    APP_DATABASE_URL: database.appUrl,
    DATA_DIR: dir,
    PERSONAL_KEYS: `file:${file}`,
  });

/** By which keys those of banks are wrapped. */
async function wrappedBy(): Promise<readonly string[]> {
  const rows = await admin<
    { by: string }[]
  >`select distinct wrapped_by as by from facts.subject_keys
    where subject_id = '00000000-0000-0000-0000-000000000000'`;
  return rows.map(({ by }) => by);
}

/** Asks on and on until stopped. @returns how often it was answered, and what went wrong. */
function askOnAndOn(ask: (round: number) => Promise<{ readonly body: unknown }>) {
  const failures: string[] = [];
  let answered = 0;
  let isOver = false;
  const done = (async () => {
    for (let round = 0; !isOver; round += 1) {
      const text = JSON.stringify((await ask(round)).body);
      if (text.includes('"errors"') || text.includes('"code"')) failures.push(text);
      answered += 1;
    }
  })();
  return {
    failures,
    answered: () => answered,
    stop: () => {
      isOver = true;
      return done;
    },
  };
}

const write = (bank: string) => (round: number) =>
  served.ask(bank, WRITE, {
    key: `k-${round}`,
    payments: [
      {
        ...{ reference: `r-${round}`, accountNumber: '1', minorUnits: 1, currency: 'CZK' },
        ...{ direction: 'DEBIT', channel: 'TRANSFER_OUT', valueDate: '1999-01-01' },
        ...{ counterpartyBank: 'YZ', counterpartyAccount: `${1000 + round}` },
      },
    ],
  });

describe('a rotation', () => {
  it('goes on unseen by those who read and write meanwhile', { timeout: 60_000 }, async () => {
    const asking = [
      ...['HB', 'CD'].map((bank) => askOnAndOn(() => served.ask(bank, READ))),
      ...['HB', 'CD'].map((bank) => askOnAndOn(write(bank))),
    ];
    for (let times = 0; times < 2; times += 1) {
      const added = await payscope('keys', 'add', '--json');
      const { keyId } = JSON.parse(added.stdout);
      const { code, stdout } = await payscope('keys', 'rotate', '--all', '--json');
      expect({ code, ...JSON.parse(stdout) }).toMatchObject({
        code: 0,
        keyId,
        banks: expect.arrayContaining([
          { bank: 'HB', rewrapped: 1, current: 0, overtaken: 0 },
          { bank: 'CD', rewrapped: 1, current: 0, overtaken: 0 },
        ]),
      });
      expect(await wrappedBy()).toEqual([keyId]);
      const before = asking.map(({ answered }) => answered());
      await vi.waitFor(
        () =>
          expect(asking.every(({ answered }, i) => answered() > (before[i] ?? 0) + 1)).toBe(true),
        { timeout: 20_000, interval: 20 },
      );
    }
    await Promise.all(asking.map(({ stop }) => stop()));
    expect(asking.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('leaves nothing that needs the old keys', async () => {
    const { keys } = JSON.parse(await readFile(file, 'utf8'));
    expect(keys.length).toBe(3);
    await writeFile(file, JSON.stringify({ keys: keys.slice(-1) }));
    const later = await serveForTest(factsBy({ personalKeys: await openKeys() }), database.appUrl);
    const { body } = await later.ask('HB', READ);
    await later.close();
    expect(JSON.stringify(body)).toContain('1970-02-13');
    expect(JSON.stringify(body)).not.toContain('"errors"');
  });

  it('of what is by the newest key already changes nothing, and says so', async () => {
    const before = await wrappedBy();
    const { code, stdout } = await payscope('keys', 'rotate', '--bank', 'HB');
    expect(code).toBe(0);
    expect(stdout).toBe(`0 keys of 1 banks are wrapped anew, 1 were already: by ${before[0]}\n`);
    expect(await wrappedBy()).toEqual(before);
  });

  it('without the key that wrapped is refused, and changes nothing', async () => {
    const whole = await readFile(file, 'utf8');
    await rm(file);
    await ensureKeyFile(file);
    const before = await wrappedBy();
    const { code, stderr } = await payscope('keys', 'rotate', '--all');
    await writeFile(file, whole);
    expect(code).toBe(3);
    expect(stderr).toContain(`PERSONAL_KEYS: the key file has no key ${before[0]}`);
    expect(await wrappedBy()).toEqual(before);
  });

  it.each([
    [['rotate'], 'give --bank, or --all'],
    [['rotate', '--bank', 'HB', '--all'], 'give --bank, or --all'],
    [['rotate', '--bank', 'XX'], '--bank: got "XX"'],
  ])('keys %j is refused as wrong usage', async (args, says) => {
    const { code, stderr } = await payscope('keys', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('a new key', () => {
  it('is for a file only', async () => {
    const { code, stderr } = await runCommand(['keys', 'add'], {
      DATA_DIR: dir,
      PERSONAL_KEYS: 'vault:https://vault.example/transit/payscope',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('a key is added to a file only');
  });

  it('is not added while another one is, since one of the two would be lost', async () => {
    await writeFile(`${file}.lock`, '');
    const before = await readFile(file, 'utf8');
    const { code, stderr } = await payscope('keys', 'add');
    await rm(`${file}.lock`);
    expect(code).toBe(3);
    expect(stderr).toContain(`${file}.lock`);
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
