/** One bank of the database there is, for a command. */
import {
  closeDatabase,
  connectDatabase,
  type TenantTransaction,
  withTenant,
} from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { reachAppDatabase } from '../app-database.ts';
import { bankOf } from '../banks.ts';
import { type CliConfig, readCliConfig } from '../config.ts';
import { EnvironmentError } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const STATEMENT_TIMEOUT_MS = 60_000;

export interface BankOptions {
  readonly bank: string;
  readonly json?: boolean;
}

export interface InBank {
  readonly bankId: BankId;
  readonly config: CliConfig;
  readonly inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>;
}

/** As the application's role. @throws {EnvironmentError} where there is no database yet. */
export async function inBank<T>(
  { environment }: CommandContext,
  { bank }: BankOptions,
  work: (there: InBank) => Promise<T>,
): Promise<T> {
  const bankId = await bankOf(bank);
  const config = readCliConfig(environment);
  const reached = await reachAppDatabase(config);
  if (reached.kind === 'missing') {
    const message = `there is no ${reached.what} yet: ${reached.path}. Run payscope start.`;
    throw new EnvironmentError(message);
  }
  const db = connectDatabase({
    url: reached.url,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-data',
  });
  try {
    return await work({ bankId, config, inTenant: (work) => withTenant(db, bankId, work) });
  } finally {
    await closeDatabase(db);
    await reached.stop();
  }
}
