/** `payscope data quarantine` */
import { csvRow } from '../../lib/csv-row.ts';
import { readTenant, withTenant } from '../../lib/db/index.ts';
import { sealingIn } from '../../lib/personal/index.ts';
import { openLine } from '../../subgraphs/facts/personal/quarantined.ts';
import {
  listQuarantine,
  type QuarantinePlace,
} from '../../subgraphs/facts/queries/list-quarantine.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { type InBank, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { reachPersonalKeys } from '../personal-keys.ts';

const PAGE = 1_000;
const COLUMNS = ['source', 'line', 'record', 'reason', 'content'] as const;

/** Nobody can tell any more what it was. */
const ERASED = '(erased)';

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
    async (there) => {
      let listed = 0;
      if (csv) terminal.result(csvLine(COLUMNS));
      for await (const record of everyRecord(there, source)) {
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

/** As it is shown: opened. */
interface ShownRecord extends QuarantinePlace {
  readonly reason: string;
  readonly content: string;
}

async function* everyRecord(
  { config, db, bankId }: InBank,
  source: string | undefined,
): AsyncGenerator<ShownRecord> {
  const keys = await reachPersonalKeys(config);
  let after: QuarantinePlace | undefined;
  for (;;) {
    const page = { source, after, limit: PAGE };
    const records = await readTenant(db, bankId, (tx) => listQuarantine(tx, bankId, page));
    // Of each page its own: keys of lines that were shown are not needed again.
    const sealing = sealingIn(
      {
        bankId,
        read: (work) => readTenant(db, bankId, work),
        write: (work) => withTenant(db, bankId, work),
      },
      keys,
    );
    const opened = await Promise.all(records.map((one) => openLine(sealing, bankId, one)));
    for (const [index, { source, line, record, reason }] of records.entries()) {
      yield { source, line, record, reason, content: opened[index] ?? ERASED };
    }
    after = records.at(-1);
    if (records.length < PAGE) return;
  }
}

function asText({ source, line, reason, content }: ShownRecord): string {
  return `${source}:${line}: ${reason}\n    ${content.replaceAll('\n', '\n    ')}`;
}

function asJson({ source, line, record, reason, content }: ShownRecord): string {
  return JSON.stringify({ source, line, record, reason, content });
}

function asCsv(record: ShownRecord): string {
  return csvLine(COLUMNS.map((column) => String(record[column])));
}

/** The terminal puts the line feed. */
function csvLine(cells: readonly string[]): string {
  return csvRow(cells).replace(/\n$/, '');
}
