/** One bank of the database there is, for a command. */
import {
  closeDatabase,
  connectDatabase,
  type Database,
  type TenantTransaction,
  withTenant,
} from '../lib/db/index.ts';
import type { BankId } from '../lib/ids.ts';
import { reachAppDatabase } from './app-database.ts';
import { bankOf } from './banks.ts';
import { type CliConfig, readCliConfig } from './config.ts';
import { EnvironmentError } from './exits.ts';
import type { CommandContext } from './main.ts';

const STATEMENT_TIMEOUT_MS = 60_000;

export interface BankOptions {
  /** A code, or an id. */
  readonly bank: string;
  readonly json?: boolean;
}

/** What the database and whoever has none yet are told. */
export interface About {
  readonly applicationName: string;
  /** The command that makes a database. */
  readonly remedy: string;
}

const ABOUT: About = { applicationName: 'payscope-data', remedy: 'payscope start' };

export interface InDatabase {
  readonly config: CliConfig;
  readonly db: Database;
}

export interface InBank extends InDatabase {
  readonly bankId: BankId;
  readonly inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>;
}

/** As the application's role. @throws {EnvironmentError} where there is no database yet. */
export async function inBank<T>(
  context: CommandContext,
  { bank }: BankOptions,
  work: (there: InBank) => Promise<T>,
  about: About = ABOUT,
): Promise<T> {
  const bankId = await bankOf(bank);
  return inDatabase(
    context,
    (there) => work({ ...there, bankId, inTenant: (work) => withTenant(there.db, bankId, work) }),
    about,
  );
}

/** The same for a command of several banks. */
export async function inDatabase<T>(
  { environment }: CommandContext,
  work: (there: InDatabase) => Promise<T>,
  { applicationName, remedy }: About = ABOUT,
): Promise<T> {
  const config = readCliConfig(environment);
  const reached = await reachAppDatabase(config);
  if (reached.kind === 'missing') {
    const message = `there is no ${reached.what} yet: ${reached.path}. Run ${remedy}.`;
    throw new EnvironmentError(message);
  }
  const db = connectDatabase({
    url: reached.url,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName,
  });
  try {
    return await work({ config, db });
  } finally {
    await closeDatabase(db);
    await reached.stop();
  }
}
