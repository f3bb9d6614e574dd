/** `payscope data load` without a file: the data set of the project. */
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  type Database,
} from '../../lib/db/index.ts';
import type { PersonalKeys } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { type LoadResult, loadBerka } from '../../subgraphs/facts/load/index.ts';
import { sealPlain } from '../../subgraphs/facts/personal/seal-plain.ts';
import { refreshBankRollups } from '../../subgraphs/metrics/refresh.ts';
import { readBankCodes } from '../banks.ts';
import { type CliConfig, readCliConfig } from '../config.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { openDatabase } from '../open-database.ts';
import { reachPersonalKeys } from '../personal-keys.ts';
import { rootPath } from '../root.ts';
import type { Terminal } from '../terminal.ts';
import { createProgressDisplay } from './load-progress.ts';

const DATA = rootPath('data/berka');
/** A whole bank's rollups are one statement. */
const STATEMENT_TIMEOUT_MS = 300_000;

/** @throws {UsageError} for what says how a file is read. */
export function refuseFileOptions(options: Readonly<Record<string, unknown>>): void {
  const { events, ...others } = options;
  // True where nobody gave it.
  const [option] = [...(events === false ? ['no-events'] : []), ...Object.keys(others)];
  if (option !== undefined) throw new UsageError(`--${option}: is for a file; give one`);
}

/** Loads what is not there yet, then the rollups, so that the first question about them is fast. */
export async function loadData({ environment, terminal }: CommandContext): Promise<ExitCode> {
  const config = readCliConfig(environment);
  const prepared = await reachDatabase(config, terminal);
  const db = connectDatabase({
    url: prepared.appUrl,
    poolMax: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-load',
  });
  try {
    const result = await loadAll(db, await reachPersonalKeys(config), terminal);
    // Without the owner's URL the database's own autovacuum gets to it within a minute.
    if (prepared.ownerUrl !== undefined) await analyzeDatabase(prepared.ownerUrl);
    terminal.result(describe(result));
    return EXIT.ok;
  } finally {
    await closeDatabase(db);
    await prepared.stop();
  }
}

/** With the application's URL alone, the owner has prepared the database already. */
export async function reachDatabase(
  config: CliConfig,
  terminal: Terminal,
): Promise<{ readonly appUrl: string; readonly ownerUrl?: string; stop(): Promise<void> }> {
  if (config.APP_DATABASE_URL !== undefined && config.DATABASE_URL === undefined) {
    return { appUrl: config.APP_DATABASE_URL, stop: async () => undefined };
  }
  return openDatabase(config, terminal);
}

async function loadAll(db: Database, keys: PersonalKeys, terminal: Terminal): Promise<LoadResult> {
  const display = await createProgressDisplay(terminal, DATA);
  try {
    for (const code of await readBankCodes()) await sealPlain(db, bankIdOf(code), keys);
    const result = await loadBerka({ db, keys, dataDir: DATA, onProgress: display.show });
    for (const code of await readBankCodes()) await refreshBankRollups(db, bankIdOf(code));
    return result;
  } finally {
    display.end();
  }
}

function describe({ kind, counts }: LoadResult): string {
  if (kind === 'unchanged') return 'The data set is there already; nothing changed.';
  const rows = Object.entries(counts).map(([table, count]) => `${count} ${table}`);
  return `Loaded ${rows.join(', ')}.`;
}
