/** `payscope audit export` and `verify`, from a real database to a verdict. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, withTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { append } from '../../subgraphs/audit/append.ts';
import { formatVerifierKey } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { operationToAppend } from '../../test/support/audit.ts';
import {
  checkpointOf,
  drawEntries,
  dumpOf,
  LOG_BANK,
  logSigner,
} from '../../test/support/audit-log.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { run } from '../main.ts';

const entries = drawEntries(30);
const key = formatVerifierKey(logSigner(7));
let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-cli-audit-'));
  database = await createTestDatabase();
  await writeFile(at('log.jsonl'), dumpOf(entries));
  await writeFile(at('log.key'), `${key}\n`);
  await writeFile(at('log.note'), checkpointOf(entries.slice(0, 20)) + checkpointOf(entries));
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);

async function audit(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args: ['audit', ...args],
    environment: { NO_COLOR: '1', APP_DATABASE_URL: database.appUrl },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout, stderr };
}

const verify = (dump: string, note: string, ...more: readonly string[]) =>
  audit('verify', '--dump', at(dump), '--checkpoint', at(note), '--key', at('log.key'), ...more);

test('verify says what is proven, and exits 0', async () => {
  const { exit, stdout } = await verify('log.jsonl', 'log.note');
  expect(stdout).toMatch(/proven +30, by 2 checkpoints/);
  expect(exit).toBe(0);
});

test('verify takes the key itself, and says what waits for the next checkpoint', async () => {
  await writeFile(at('first.note'), checkpointOf(entries.slice(0, 20)));
  const { exit, stdout } = await audit(
    ...['verify', '--dump', at('log.jsonl'), '--checkpoint', at('first.note'), '--key', key],
  );
  expect([exit, stdout]).toEqual([0, expect.stringMatching(/not yet +10/)]);
});

test('verify names the entry that is wrong and how, and exits 1', async () => {
  const changed = entries.map((entry) => (entry.sequence === 7 ? { ...entry, role: 'X' } : entry));
  await writeFile(at('changed.jsonl'), dumpOf(changed));
  const { exit, stdout } = await verify('changed.jsonl', 'log.note', '--json');
  expect(exit).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, fault: 'WRONG_HASH', sequence: 7 });
  expect((await verify('changed.jsonl', 'log.note')).stdout).toContain('entry 7 was changed');
});

test.each([
  ['dump', ['--dump', 'none', '--checkpoint', 'none', '--key', key]],
  ['checkpoint', ['--dump', 'none', '--checkpoint', 'none', '--key', key]],
  ['key', ['--dump', 'none', '--checkpoint', 'package.json', '--key', 'none']],
])('verify exits 2 without its %s', async (_what, args) => {
  const { exit, stderr } = await audit('verify', ...args);
  expect([exit, stderr]).toEqual([2, expect.stringContaining("can't be read")]);
});

test('export writes what verify takes, and never over a file', async () => {
  const db = connectForTest(database.appUrl);
  try {
    const operations = Array.from({ length: 1_200 }, () => operationToAppend());
    await withTenant(db, LOG_BANK, (tx) =>
      append(tx, { bankId: LOG_BANK, operations, now: new Date() }),
    );
  } finally {
    await closeDatabase(db);
  }
  expect(bankIdOf('HB')).toBe(LOG_BANK);
  const args = ['export', '--bank', 'HB', '--out', at('out.jsonl')];
  expect(await audit(...args)).toMatchObject({ exit: 0, stderr: '' });
  expect((await readFile(at('out.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(1_200);
  const { stdout } = await verify('out.jsonl', 'log.note', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ fault: 'WRONG_ROOT', sequence: 20 });
  expect(await audit(...args)).toMatchObject({ exit: 2 });
  expect(await audit('export', '--bank', 'ZZ', '--out', at('zz'))).toMatchObject({ exit: 2 });
});
