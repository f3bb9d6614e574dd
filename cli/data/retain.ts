/** `payscope data retain` */
import { userInfo } from 'node:os';
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  type Database,
} from '../../lib/db/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { bankOf, readBankCodes } from '../banks.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { openDatabase } from '../open-database.ts';
import type { Terminal } from '../terminal.ts';
import { type Periods, type RetainedTable, readPeriods, TABLES } from './periods.ts';
import { foresee, type Retained, retainBank } from './retain-bank.ts';

/** A run copies what the bank keeps. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

export interface RetainOptions {
  readonly periods: string;
  readonly bank?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Named {
  readonly bank: string;
  readonly bankId: BankId;
}

/** A transaction per bank and table: those done stay done when one of the others fails. */
export async function retain(
  { environment, terminal }: CommandContext,
  options: RetainOptions,
): Promise<ExitCode> {
  const periods = await readPeriods(options.periods);
  const banks = await banksOf(options, periods);
  const config = readCliConfig(environment);
  if (config.APP_DATABASE_URL !== undefined && config.DATABASE_URL === undefined) {
    throw new EnvironmentError('DATABASE_URL is not set: the owner alone may drop partitions.');
  }
  const prepared = await openDatabase(config, terminal);
  const db = connectDatabase({
    url: prepared.ownerUrl,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-retain',
  });
  try {
    let removed = 0;
    for (const { bank, bankId } of banks) {
      for (const table of TABLES) {
        const named = { bank, bankId, table };
        const retained = await retainOne(db, named, { options, periods, terminal });
        removed += retained?.removed ?? 0;
        tell(terminal, named, retained, options);
      }
    }
    if (removed > 0 && !options.dryRun) await analyzeDatabase(prepared.ownerUrl);
    return EXIT.ok;
  } finally {
    await closeDatabase(db);
    await prepared.stop();
  }
}

async function banksOf(options: RetainOptions, periods: Periods): Promise<readonly Named[]> {
  const { bank, all } = options;
  if ((bank === undefined) === (all !== true)) throw new UsageError('give --bank or --all');
  const names = bank === undefined ? [...(await readBankCodes()), ...periods.banks] : [bank];
  return Promise.all(
    [...new Set(names)].map(async (name) => ({ bank: name, bankId: await bankOf(name) })),
  );
}

interface Of extends Named {
  readonly table: RetainedTable;
}

interface Run {
  readonly options: RetainOptions;
  readonly periods: Periods;
  readonly terminal: Terminal;
}

/** @returns undefined for what is kept for ever. */
async function retainOne(
  db: Database,
  { bank, bankId, table }: Of,
  { options, periods, terminal }: Run,
): Promise<Retained | undefined> {
  const period = await periodOf(periods, table, bankId);
  if (!period) return undefined;
  const { revision } = periods;
  const retention = {
    bankId,
    table,
    period,
    revision,
    operator: `operator:${userInfo().username}`,
    now: new Date(),
  };
  if (options.dryRun) return foresee(db, retention);
  terminal.progress(`  ${bank}: ${table}, kept for ${period.text}`);
  return retainBank(db, retention).catch(explain(`${bank}: ${table}`));
}

/** The bank by its id where the file has that, else by its code. */
async function periodOf(periods: Periods, table: RetainedTable, bankId: BankId) {
  const codes = await readBankCodes();
  const code = codes.find((code) => bankIdOf(code) === bankId);
  return periods.of(table, periods.banks.includes(bankId) ? bankId : (code ?? bankId));
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

function explain(what: string): (error: unknown) => never {
  return (error) => {
    const code = codeOf(error);
    if (code !== LOCK_NOT_AVAILABLE && code !== DEADLOCK) throw error;
    const message = `${what} are in use by a transaction that does not end; nothing of them was changed. Run it again.`;
    throw new EnvironmentError(message, { cause: error });
  };
}

function tell(
  terminal: Terminal,
  { bank, table }: Of,
  retained: Retained | undefined,
  { json, dryRun }: RetainOptions,
): void {
  if (json) {
    const what = retained ?? { period: null };
    terminal.result(JSON.stringify({ bank, table, dryRun: dryRun === true, ...what }));
    return;
  }
  if (!retained) {
    terminal.result(`${bank}: ${table}: kept for ever`);
    return;
  }
  const { removed, before, period } = retained;
  const verb = dryRun ? 'would leave' : 'left';
  terminal.result(`${bank}: ${table}: ${removed} from before ${before} ${verb} (${period})`);
}
