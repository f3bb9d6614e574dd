/** `payscope audit export`: a bank's trail as a file, for whoever is to check it. */
import { writeDump } from '../../subgraphs/audit/write-dump.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { writeNewFile } from '../write-new-file.ts';

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
      const bytes = await writeNewFile(out, writeDump(db, bankId));
      context.terminal.result(`${out}: ${bytes} bytes`);
      return EXIT.ok;
    },
    { applicationName: 'payscope-audit-export', remedy: 'payscope start' },
  );
}
