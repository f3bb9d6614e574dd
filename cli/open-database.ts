/** The database of a command: given by DATABASE_URL, else a PostgreSQL of its own under DATA_DIR. */
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import {
  DatabaseError,
  MigrationError,
  type PreparedDatabase,
  prepareDatabase,
} from '../lib/db/index.ts';
import type { CliConfig } from './config.ts';
import { EnvironmentError } from './exits.ts';
import { rootPath } from './root.ts';
import type { Terminal } from './terminal.ts';

export interface OpenedDatabase extends PreparedDatabase {
  /** For people. */
  readonly title: string;
}

/**
 * Started or reached, migrated and checked.
 * @throws {EnvironmentError} saying what is wrong with it and how to mend that.
 */
export async function openDatabase(config: CliConfig, terminal: Terminal): Promise<OpenedDatabase> {
  try {
    const prepared = await prepareDatabase({
      databaseUrl: config.DATABASE_URL,
      appDatabaseUrl: config.APP_DATABASE_URL,
      dataDir: config.DATA_DIR,
      migrationsDir: rootPath('migrations'),
      log: pino({ level: 'info', base: null }, { write: (line) => showLogLine(line, terminal) }),
    });
    return { ...prepared, title: titleOf(config) };
  } catch (error) {
    if (!(error instanceof DatabaseError || error instanceof MigrationError)) throw error;
    throw new EnvironmentError(error.message, { cause: error });
  }
}

/** Never the user and password in DATABASE_URL. */
function titleOf(config: CliConfig): string {
  if (config.DATABASE_URL === undefined)
    return `PostgreSQL in ${join(config.DATA_DIR, 'postgres')}`;
  const { host, pathname } = new URL(config.DATABASE_URL);
  return `PostgreSQL at ${host}${pathname}`;
}

const logLine = z.object({ msg: z.string() }).catchall(z.unknown());

/** A log line as a person reads it: the message, then what it is about. */
function showLogLine(line: string, terminal: Terminal): void {
  const { msg, level: _level, time: _time, ...about } = logLine.parse(JSON.parse(line));
  const details = Object.entries(about).map(([key, value]) => ` ${key}=${value}`);
  terminal.progress(terminal.colors.dim(`  ${msg}${details.join('')}`));
}
