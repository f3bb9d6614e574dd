/** `payscope data load FILE` */
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  type Database,
  TransactionError,
  withTenant,
} from '../../lib/db/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { type FileLoad, loadPaymentFile } from '../../subgraphs/facts/ingest/load-file.ts';
import { FileProblem } from '../../subgraphs/facts/ingest/open-file.ts';
import { FORMATS, type Format } from '../../subgraphs/facts/ingest/read-payments.ts';
import { LoadedElsewhere } from '../../subgraphs/facts/ingest/write-batch.ts';
import { findBank } from '../../subgraphs/facts/queries/find-bank.ts';
import { refreshBankRollups } from '../../subgraphs/metrics/refresh.ts';
import { bankOf } from '../banks.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { operator } from '../operator.ts';
import { reachPersonalKeys } from '../personal-keys.ts';
import type { Terminal } from '../terminal.ts';
import { reachDatabase } from './load-data-set.ts';

/** A whole bank's rollups are one statement. */
const STATEMENT_TIMEOUT_MS = 300_000;
const PROGRESS_EVERY_RECORDS = 10_000;

export interface LoadFileOptions {
  readonly file: string;
  readonly format?: string;
  readonly bank?: string;
  /** False with --no-events. */
  readonly events?: boolean;
  readonly json?: boolean;
}

export async function loadFile(
  { environment, terminal }: CommandContext,
  options: LoadFileOptions,
): Promise<ExitCode> {
  const format = formatOf(options.format);
  const { file, bank } = options;
  if (bank === undefined) throw new UsageError('--bank: say whose payments these are');
  const bankId = await bankOf(bank);
  const config = readCliConfig(environment);
  const prepared = await reachDatabase(config, terminal);
  const db = connectDatabase({
    url: prepared.appUrl,
    poolMax: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-load-file',
  });
  try {
    await checkBank(db, bankId, bank);
    const onProgress = showProgress(terminal, file);
    const keys = await reachPersonalKeys(config);
    const told = { events: options.events ?? true, teller: operator('data load') };
    const load = await loadPaymentFile({
      db,
      bankId,
      keys,
      path: file,
      format,
      told,
      onProgress,
    }).catch(explain(file));
    if (load.kind !== 'unchanged') {
      await refreshBankRollups(db, bankId);
      if (prepared.ownerUrl !== undefined) await analyzeDatabase(prepared.ownerUrl);
    }
    terminal.result(options.json ? asJson(load, { file, format, bankId }) : describe(load, bank));
    return load.quarantined > 0 ? EXIT.findings : EXIT.ok;
  } finally {
    await closeDatabase(db);
    await prepared.stop();
  }
}

function formatOf(text: string | undefined): Format {
  const format = FORMATS.find((name) => name === text);
  if (format) return format;
  const got = text === undefined ? '' : `got "${text}"; `;
  throw new UsageError(`--format: ${got}takes one of ${FORMATS.join(', ')}`);
}

/** Of a bank nobody knows every payment would be set aside. */
async function checkBank(db: Database, bankId: BankId, given: string): Promise<void> {
  if (await withTenant(db, bankId, (tx) => findBank(tx, bankId))) return;
  throw new UsageError(`--bank: ${given} has no books here yet. Run payscope data load first.`);
}

function showProgress(terminal: Terminal, file: string) {
  let shown = 0;
  return ({ records }: { readonly records: number }) => {
    if (records - shown < PROGRESS_EVERY_RECORDS) return;
    shown = records;
    terminal.progress(`  loading ${file}, ${records} records`);
  };
}

const FILE_ERRORS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be read'],
  ['ENOTDIR', 'there is no such file'],
]);

function explain(file: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof FileProblem) throw new UsageError(error.message);
    if (error instanceof LoadedElsewhere) throw new EnvironmentError(error.message);
    if (error instanceof TransactionError && error.fault === 'CONNECTION_LOST') {
      const message = `the database is gone. What is loaded stays; the same command goes on there.`;
      throw new EnvironmentError(message, { cause: error });
    }
    const why = FILE_ERRORS.get(codeOf(error) ?? '');
    if (why !== undefined) throw new UsageError(`${file}: ${why}`);
    throw error;
  };
}

function describe(load: FileLoad, bank: string): string {
  const { kind, source, records, recorded, quarantined } = load;
  const how = {
    loaded: 'Loaded',
    resumed: 'Went on, and completed',
    unchanged: 'Nothing changed: loaded before is',
  }[kind];
  const summary = `${how} ${source}: ${records} records, ${recorded} recorded, ${quarantined} in quarantine.`;
  if (quarantined === 0) return summary;
  return `${summary}\nWhat and why: payscope data quarantine --bank ${bank} --source '${source.replaceAll("'", String.raw`'\''`)}'`;
}

function asJson(
  { kind, ...load }: FileLoad,
  about: { readonly file: string; readonly format: Format; readonly bankId: BankId },
): string {
  return JSON.stringify({ result: kind, ...about, ...load });
}
