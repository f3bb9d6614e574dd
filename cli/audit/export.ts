/** `payscope audit export`: a bank's trail as a file, for whoever is to check it. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../../lib/errors/index.ts';
import { writeDump } from '../../subgraphs/audit/write-dump.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';

export interface ExportOptions {
  readonly bank: string;
  readonly out: string;
}

export async function exportTrail(
  context: CommandContext,
  { bank, out }: ExportOptions,
): Promise<ExitCode> {
  return inBank(
    context,
    { bank },
    async ({ bankId, db }) => {
      // Readable by its owner only: it names who asked what.
      const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
      await pipeline(Readable.from(writeDump(db, bankId)), file).catch(refuseExisting(out));
      context.terminal.result(`${out}: ${file.bytesWritten} bytes`);
      return EXIT.ok;
    },
    { applicationName: 'payscope-audit-export', remedy: 'payscope start' },
  );
}

function refuseExisting(out: string): (error: unknown) => never {
  return (error) => {
    if (codeOf(error) === 'EEXIST') {
      throw new UsageError(`--out: ${out} is there already`);
    }
    throw error;
  };
}
