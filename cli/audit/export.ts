/** `payscope audit export`: a bank's trail as a file, for whoever is to check it. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { closeDatabase, connectDatabase } from '../../lib/db/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import { writeDump } from '../../subgraphs/audit/write-dump.ts';
import { reachAppDatabase } from '../app-database.ts';
import { bankOf } from '../banks.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const STATEMENT_TIMEOUT_MS = 60_000;

export interface ExportOptions {
  readonly bank: string;
  readonly out: string;
}

export async function exportTrail(
  { environment, terminal }: CommandContext,
  { bank, out }: ExportOptions,
): Promise<ExitCode> {
  const bankId = await bankOf(bank);
  const reached = await reachAppDatabase(readCliConfig(environment));
  if (reached.kind === 'missing') {
    throw new EnvironmentError(
      `there is no ${reached.what} yet: ${reached.path}. Run payscope start.`,
    );
  }
  const db = connectDatabase({
    url: reached.url,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'payscope-audit-export',
  });
  try {
    // Readable by its owner only: it names who asked what.
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(writeDump(db, bankId)), file).catch(refuseExisting(out));
    terminal.result(`${out}: ${file.bytesWritten} bytes`);
    return EXIT.ok;
  } finally {
    await closeDatabase(db);
    await reached.stop();
  }
}

function refuseExisting(out: string): (error: unknown) => never {
  return (error) => {
    if (codeOf(error) === 'EEXIST') {
      throw new UsageError(`--out: ${out} is there already`);
    }
    throw error;
  };
}
