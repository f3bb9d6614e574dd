/** Applies migrations/NNNN_verb_object.sql in order, each once, each in its own transaction. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import type { Log } from '../log.ts';
import { MigrationError } from './errors.ts';
import { openPool } from './pool.ts';

export interface MigrateOptions {
  /** The owner's URL. */
  readonly url: string;
  readonly dir: string;
  readonly log: Log;
}

interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Not a migration: the golden dump that lies beside them. */
const DUMP = 'schema.sql';
/** Any fixed number; two migrators of one database wait for each other on it. */
const LOCK = 4_180_190_612;

/**
 * Brings the database to the newest migration and returns the names applied now.
 * @throws {MigrationError} when an applied file was changed or removed, or a new one sorts before it.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(options.dir);
  const sql = openPool(options.url, { max: 1 });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    const pending = pendingOf(migrations, await readApplied(sql));
    for (const migration of pending) {
      await apply(sql, migration);
      options.log.info({ migration: migration.name }, 'migration applied');
    }
    return pending.map((migration) => migration.name);
  } finally {
    // Ends the session, and with it the advisory lock.
    await sql.end({ timeout: 5 });
  }
}

async function readMigrations(dir: string): Promise<readonly Migration[]> {
  const files = (await readdir(dir))
    .filter((file) => file.endsWith('.sql') && file !== DUMP)
    .sort();
  const misnamed = files.find((file) => !NAME.test(file));
  if (misnamed) {
    throw new MigrationError('misnamed', misnamed, `${misnamed}: name it NNNN_verb_object.sql`);
  }
  return Promise.all(
    files.map(async (name) => {
      // A checkout with other line ends is no change.
      const text = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function readApplied(sql: Sql): Promise<readonly Applied[]> {
  await sql`
    create table if not exists public.app_migrations (
      name text not null constraint app_migrations_pkey primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  return sql<Applied[]>`select name, checksum from public.app_migrations order by name`;
}

/** The migrations still to apply; pure, so that each refusal is a case in a table. */
export function pendingOf<M extends Applied>(
  migrations: readonly M[],
  applied: readonly Applied[],
): readonly M[] {
  const onDisk = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const file = onDisk.get(name);
    if (!file) {
      const message = `${name} was applied to this database but is not in the folder; this checkout is older than the database`;
      throw new MigrationError('missing', name, message);
    }
    if (file.checksum !== checksum) {
      const message = `${name} was changed after it was applied; undo the change and write a new migration`;
      throw new MigrationError('changed', name, message);
    }
  }
  const newest = applied.at(-1)?.name ?? '';
  const known = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !known.has(name));
  const late = pending.find(({ name }) => name < newest);
  if (late) {
    const message = `${late.name} sorts before ${newest}, which is applied already; give it the next number`;
    throw new MigrationError('out-of-order', late.name, message);
  }
  return pending;
}

async function apply(sql: Sql, { name, checksum, text }: Migration): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text).simple();
      await tx`insert into public.app_migrations (name, checksum) values (${name}, ${checksum})`;
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError('failed', name, `${name} failed and was rolled back: ${why}`, {
      cause,
    });
  }
}
