/** `payscope data quarantine` */
import { csvRow } from '../../lib/csv-row.ts';
import { type Database, readTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import {
  listQuarantine,
  type QuarantinedRecord,
  type QuarantinePlace,
} from '../../subgraphs/facts/queries/list-quarantine.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';

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
  context: CommandContext,
  { bank, source, json, csv }: QuarantineOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  if (json && csv) throw new UsageError('--json and --csv: give one of them');
  const write = json ? asJson : csv ? asCsv : asText;
  const count = await inBank(
    context,
    { bank },
    async ({ bankId, db }) => {
      let listed = 0;
      if (csv) terminal.result(csvLine(COLUMNS));
      for await (const record of everyRecord(db, bankId, source)) {
        listed += 1;
        terminal.result(write(record));
      }
      return listed;
    },
    { applicationName: 'payscope-quarantine', remedy: 'payscope data load' },
  );
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
