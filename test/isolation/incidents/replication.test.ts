/** Logical replication: rows leave as they are written, past every policy. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import {
  checkDatabase,
  ensureRoles,
  lintDatabase,
  migrate,
  startEmbedded,
} from '../../../lib/db/index.ts';
import { openPool } from '../../../lib/db/pool.ts';
import { createLog } from '../../../lib/log.ts';
import { AB, CD } from './two-banks.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** A server of its own: ours keeps nothing to replicate. */
async function startReplicating() {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-replication-'));
  const log = createLog({ name: 'test', level: 'warn' });
  const settings = { wal_level: 'logical', max_wal_senders: '2', fsync: 'off' };
  const { url, stop } = await startEmbedded({ dataDir, log, settings });
  onTestFinished(async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const passwords = { ownerPassword: 'an owner', appPassword: 'an application' };
  const { ownerUrl, appUrl } = await ensureRoles(url, passwords);
  await migrate({ url: ownerUrl, dir: MIGRATIONS, log });
  const adminUrl = Object.assign(new URL(url), { pathname: new URL(appUrl).pathname }).href;
  const feedUrl = Object.assign(new URL(appUrl), { username: 'feed', password: 'feed' }).href;
  return { adminUrl, appUrl, feedUrl };
}

async function run(url: string, statement: string) {
  const sql = openPool(url, { max: 1 });
  try {
    return await sql.unsafe(statement).simple();
  } finally {
    await sql.end();
  }
}

it('a slot would give the rows of all banks to a role without any right; lint lists it', async () => {
  const { adminUrl, appUrl, feedUrl } = await startReplicating();
  await run(adminUrl, "create role feed login replication password 'feed'");
  expect(await lintDatabase(appUrl)).toEqual([]);

  await run(feedUrl, "select pg_create_logical_replication_slot('feed', 'test_decoding')");
  await run(
    adminUrl,
    `insert into facts.banks (bank_id, code) values ('${AB}', 'AB'), ('${CD}', 'CD')`,
  );
  await expect(run(feedUrl, 'select from facts.banks')).rejects.toMatchObject({ code: '42501' });
  const changes = await run(
    feedUrl,
    "select data from pg_logical_slot_get_changes('feed', null, null)",
  );
  const text = changes.map((row) => String(Object.values(row)[0])).join();
  expect(text).toContain("'AB'");
  expect(text).toContain("'CD'");

  expect(await lintDatabase(appUrl)).toEqual([
    expect.objectContaining({ what: expect.stringMatching(/replication slot feed/) }),
  ]);
  // An upgrade of the server works by one, so a start does not insist.
  expect(await checkDatabase(appUrl)).toEqual([]);

  const asFeed = await checkDatabase(feedUrl);
  expect(asFeed).toContainEqual(expect.objectContaining({ what: 'may replicate' }));
});
