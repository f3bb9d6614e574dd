import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createLog } from '../log.ts';
import type { MigrationFault } from './errors.ts';
import { migrate, pendingOf } from './migrate.ts';
import { openPool } from './pool.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const log = createLog({ name: 'migrate-test', level: 'silent' });

describe('pendingOf', () => {
  const a = { name: '0001_a.sql', checksum: 'a' };
  const b = { name: '0002_b.sql', checksum: 'b' };
  const c = { name: '0003_c.sql', checksum: 'c' };

  it.each([
    ['all on an empty database', [a, b], [], [a, b]],
    ['none when all are applied', [a, b], [a, b], []],
    ['those that follow the last applied', [a, b, c], [a], [b, c]],
  ])('is %s', (_, onDisk, applied, pending) => {
    expect(pendingOf(onDisk, applied)).toEqual(pending);
  });

  it.each<[MigrationFault, string, (typeof a)[], (typeof a)[]]>([
    ['changed', '0001_a.sql', [{ ...a, checksum: 'other' }, b], [a]],
    ['missing', '0002_b.sql', [a, c], [a, b]],
    ['out-of-order', '0002_b.sql', [a, b, c], [a, c]],
  ])('refuses a migration that is %s', (fault, file, onDisk, applied) => {
    expect(() => pendingOf(onDisk, applied)).toThrow(expect.objectContaining({ fault, file }));
  });
});

describe('migrate', () => {
  let database: TestDatabase;
  let dir: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    dir = await mkdtemp(join(tmpdir(), 'payscope-migrations-'));
    await cp(MIGRATIONS, dir, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  });

  const run = () => migrate({ url: database.ownerUrl, dir, log });
  const add = (name: string, text: string) => writeFile(join(dir, name), text);
  const query = async (text: string) => {
    const sql = openPool(database.ownerUrl, { max: 1 });
    try {
      return await sql.unsafe(text);
    } finally {
      await sql.end();
    }
  };

  it('applies what is new and nothing twice', async () => {
    await add('9001_add_note.sql', 'create table public.note (id integer);');
    expect(await run()).toEqual(['9001_add_note.sql']);
    expect(await run()).toEqual([]);
  });

  it('lets two start at once, and one apply', async () => {
    await add('9001_add_note.sql', 'create table public.note (id integer);');
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat()).toEqual(['9001_add_note.sql']);
  });

  it('refuses a changed migration', async () => {
    const file = join(dir, '0001_create_tenancy.sql');
    await writeFile(file, `${await readFile(file, 'utf8')}\n-- changed`);
    await expect(run()).rejects.toMatchObject({
      fault: 'changed',
      file: '0001_create_tenancy.sql',
    });
  });

  it('takes other line ends for no change', async () => {
    const file = join(dir, '0001_create_tenancy.sql');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
    expect(await run()).toEqual([]);
  });

  it('refuses a migration that was removed', async () => {
    await rm(join(dir, '0003_create_metrics.sql'));
    await expect(run()).rejects.toMatchObject({
      fault: 'missing',
      file: '0003_create_metrics.sql',
    });
  });

  it('refuses a new migration that sorts before an applied one', async () => {
    await add('0000_sneak_in.sql', 'select 1;');
    await expect(run()).rejects.toMatchObject({ fault: 'out-of-order', file: '0000_sneak_in.sql' });
  });

  it('refuses a file that is not named as a migration', async () => {
    await add('add-note.sql', 'select 1;');
    await expect(run()).rejects.toMatchObject({ fault: 'misnamed', file: 'add-note.sql' });
  });

  it('rolls a failing migration back whole and keeps those before it', async () => {
    await add('9001_add_note.sql', 'create table public.note (id integer);');
    await add(
      '9002_add_more.sql',
      'create table public.more (id integer); select no_such_function();',
    );
    await expect(run()).rejects.toMatchObject({ fault: 'failed', file: '9002_add_more.sql' });
    const [tables] = await query(
      `select to_regclass('public.note')::text as note, to_regclass('public.more')::text as more`,
    );
    expect(tables).toEqual({ note: 'note', more: null });
  });
});
