import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { createLog } from '../log.ts';
import { checkDatabase } from './check/index.ts';
import { type EmbeddedPostgres, startEmbedded } from './embedded/index.ts';
import { openPool } from './pool.ts';
import { prepareDatabase } from './prepare.ts';

const migrationsDir = fileURLToPath(new URL('../../migrations', import.meta.url));
const log = createLog({ name: 'prepare-test', level: 'silent' });

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'payscope-prepare-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const run = async (url: string, text: string) => {
  const sql = openPool(url, { max: 1 });
  try {
    return [...(await sql.unsafe(text).simple())];
  } finally {
    await sql.end({ timeout: 1 });
  }
};

describe('prepareDatabase without a database', { timeout: 30_000 }, () => {
  it('makes one that passes the self-check, and finds it again', async () => {
    const options = { dataDir: join(scratch, 'own'), migrationsDir, log };
    const first = await prepareDatabase(options);
    expect(await checkDatabase(first.appUrl)).toEqual([]);
    expect(
      await run(
        first.ownerUrl,
        'select current_user as role, rolsuper from pg_roles where rolname = current_user',
      ),
    ).toEqual([{ role: 'payscope_owner', rolsuper: false }]);
    await first.stop();
    const second = await prepareDatabase(options);
    expect(second).toMatchObject({ ownerUrl: first.ownerUrl, appUrl: first.appUrl });

    await run(second.ownerUrl, 'alter table facts.payments no force row level security');
    await second.stop();
    const third = prepareDatabase(options);
    await expect(third).rejects.toMatchObject({
      fault: 'UNSAFE',
      message: expect.stringContaining('facts.payments'),
    });
    // What it started, it stopped.
    await expect(run(first.ownerUrl, 'select 1')).rejects.toThrow();
  });
});

describe('prepareDatabase with a database', { timeout: 30_000 }, () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startEmbedded({ dataDir: join(scratch, 'server'), log });
  }, 30_000);
  afterAll(() => server.stop());

  /** As a hosted database comes: a database and its owner, who is no superuser. */
  async function createGiven(name: string, rights: 'createrole' | 'nocreaterole'): Promise<string> {
    await run(server.url, `create role ${name} login password 'p' ${rights}`);
    await run(server.url, `create database ${name} owner ${name}`);
    const url = new URL(server.url);
    return Object.assign(url, { username: name, password: 'p', pathname: `/${name}` }).href;
  }

  const prepare = (databaseUrl: string, dataDir: string, appDatabaseUrl?: string) =>
    prepareDatabase({
      databaseUrl,
      appDatabaseUrl,
      dataDir: join(scratch, dataDir),
      migrationsDir,
      log,
    });

  it('makes the application role where it may, and says what to do where it may not', async () => {
    const poor = await createGiven('poor', 'nocreaterole');
    await expect(prepare(poor, 'a')).rejects.toMatchObject({
      fault: 'ROLE_MISSING',
      message: expect.stringContaining('create role payscope_app'),
    });

    const rich = await createGiven('rich', 'createrole');
    const first = await prepare(rich, 'a');
    expect(await checkDatabase(first.appUrl)).toEqual([]);
    expect(await prepare(rich, 'a')).toMatchObject({ appUrl: first.appUrl });

    await expect(prepare(rich, 'another')).rejects.toMatchObject({
      fault: 'ROLE_MISSING',
      message: expect.stringContaining('APP_DATABASE_URL'),
    });
    expect(await prepare(rich, 'another', first.appUrl)).toMatchObject({ appUrl: first.appUrl });
  });

  it('refuses the owner as the application role', async () => {
    const database = await createTestDatabase();
    try {
      const mistaken = prepare(database.ownerUrl, 'b', database.ownerUrl);
      await expect(mistaken).rejects.toMatchObject({
        fault: 'UNSAFE',
        message: expect.stringContaining('payscope_owner: owns'),
      });
    } finally {
      await database.drop();
    }
  });

  it('says that DATABASE_URL does not answer', async () => {
    const nowhere = inject('cluster').adminUrl.replace(/:\d+\//, ':1/');
    await expect(prepare(nowhere, 'c')).rejects.toMatchObject({ fault: 'UNREACHABLE' });
  });
});
