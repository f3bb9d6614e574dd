/** `payscope data quarantine` */

import { csvRow } from '../../lib/csv-row.ts';
import { closeDatabase, connectDatabase, type Database, readTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import {
  listQuarantine,
  type QuarantinedRecord,
  type QuarantinePlace,
} from '../../subgraphs/facts/queries/list-quarantine.ts';
import { reachAppDatabase } from '../app-database.ts';
import { bankOf } from '../banks.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const STATEMENT_TIMEOUT_MS = 60_000;
const PAGE = 1_000;
const COLUMNS = ['source', 'line', 'record', 'reason', 'content'] as const;

export interface QuarantineOptions {
  readonly bank: string;
  readonly source?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** However many there are, a page is held at a time. */
export async function listQuarantined(
  { environment, terminal }: CommandContext,
  { bank, source, json, csv }: QuarantineOptions,
): Promise<ExitCode> {
  if (json && csv) throw new UsageError('--json and --csv: give one of them');
  const bankId = await bankOf(bank);
  const reached = await reachAppDatabase(readCliConfig(environment));
  if (reached.kind === 'missing') {
    throw new EnvironmentError(
      `there is no ${reached.what} yet: ${reached.path}. Run payscope data load.`,
    );
  }
  const db = connectDatabase({
    url: reached.url,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-quarantine',
  });
  const write = json ? asJson : csv ? asCsv : asText;
  let count = 0;
  try {
    if (csv) terminal.result(csvLine(COLUMNS));
    for await (const record of everyRecord(db, bankId, source)) {
      count += 1;
      terminal.result(write(record));
    }
  } finally {
    await closeDatabase(db);
    await reached.stop();
  }
  terminal.progress(`${count} in quarantine`);
  return EXIT.ok;
}

async function* everyRecord(
  db: Database,
  bankId: BankId,
  source: string | undefined,
): AsyncGenerator<QuarantinedRecord> {
  let after: QuarantinePlace | undefined;
  for (;;) {
    const page = { source, after, limit: PAGE };
    const records = await readTenant(db, bankId, (tx) => listQuarantine(tx, bankId, page));
    yield* records;
    after = records.at(-1);
    if (records.length < PAGE) return;
  }
}

function asText({ source, line, reason, content }: QuarantinedRecord): string {
  return `${source}:${line}: ${reason}\n    ${content.replaceAll('\n', '\n    ')}`;
}

function asJson({ source, line, record, reason, content }: QuarantinedRecord): string {
  return JSON.stringify({ source, line, record, reason, content });
}

function asCsv(record: QuarantinedRecord): string {
  return csvLine(COLUMNS.map((column) => String(record[column])));
}

/** The terminal puts the line feed. */
function csvLine(cells: readonly string[]): string {
  return csvRow(cells).replace(/\n$/, '');
}
