/** `payscope data …`: payments into the database, what could not be read of them, and who is erased from it. */
import type { Command } from 'commander';
import { addErasureCommands } from '../erasure/index.ts';
import { addEventCommands } from '../events/index.ts';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const LOAD_EXAMPLES = `
Without a file: the real payments of 14 banks that come with the project. With one: its payments, into the
books of one bank. Each record of a file is recorded once or set aside with line and reason, docs/ingest.md
says why. Webhooks are told of its payments as of those of recordPayments. A load that was interrupted goes on
where it was when it is given the same file again.
Exit 0: all of it is recorded; 1: something is in quarantine.

Examples:
  $ payscope data load
  $ payscope data load payments.csv --format csv --bank HB
  $ payscope data load statement.xml.gz --format iso20022 --bank HB --json
  $ payscope data load 1999.csv --format csv --bank HB --no-events       no webhook is told of them
`;

const SEAL_EXAMPLES = `
Rows from before personal data was sealed (docs/records.md); payscope start does the same before it serves.

Examples:
  $ payscope data seal --all
  $ payscope data seal --bank HB --json
`;

const QUARANTINE_EXAMPLES = `
Examples:
  $ payscope data quarantine --bank HB
  $ payscope data quarantine --bank HB --source 'payments.csv@0123456789abcdef' --csv > refused.csv
  $ payscope data quarantine --bank HB --json                 a record a line
`;

const RETAIN_EXAMPLES = `
Payments of days that lie more than the period back leave, with the statistics and the graph that were made
of them. The file says how long each bank keeps them, a period as P10Y, P18M or P90D:

  { "payments": { "HB": "P10Y", "AB": "keep", "*": "P30Y" }, "quarantine": { "*": "P1Y" } }

What it does not name is kept for ever; what of files is in quarantine leaves by the day its file was loaded.
Nobody records payments of a bank while it is at it: run it where little is written. Each run is in the bank's
audit trail. Needs the owner's DATABASE_URL, or the database under DATA_DIR.

Examples:
  $ payscope data retain --periods retention.json --all --dry-run
  $ payscope data retain --periods retention.json --bank HB --json
`;

export function addDataCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const data = program
    .command('data')
    .description('payments into the database, and what could not be read of them')
    .helpCommand(false);
  data
    .command('load')
    .description('load the data set, or a file of payments; what is loaded already stays as it is')
    .addHelpText('before', LOAD_EXAMPLES)
    .argument('[file]', 'the payments, compressed by gzip or not')
    .option('--format <name>', 'how they are written: berka, csv or iso20022')
    .option('--bank <code>', 'whose they are: two-letter code of the bank, or its id')
    .option('--no-events', 'tell no webhook of these payments, as of what happened long ago')
    .option('--json', 'print the result as JSON')
    .action(async (file, options) => {
      if (file === undefined) {
        const { loadData, refuseFileOptions } = await import('./load-data-set.ts');
        refuseFileOptions(options);
        end(await loadData(context));
      } else {
        end(await (await import('./load-file.ts')).loadFile(context, { ...options, file }));
      }
    });
  data
    .command('quarantine')
    .description('what of loaded files was set aside, with line and reason')
    .addHelpText('before', QUARANTINE_EXAMPLES)
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--source <name>', 'of this file only, as data load calls it')
    .option('--json', 'print each as JSON, one a line')
    .option('--csv', 'print CSV that a spreadsheet does not run')
    .action(async (options) =>
      end(await (await import('./quarantine.ts')).listQuarantined(context, options)),
    );
  data
    .command('seal')
    .description('seal personal data that is still in the clear; everything may serve meanwhile')
    .addHelpText('before', SEAL_EXAMPLES)
    .option('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--all', 'every bank of the data set')
    .option('--json', 'print the result as JSON')
    .action(async (options) => end(await (await import('./seal.ts')).sealData(context, options)));
  data
    .command('retain')
    .description('let go of rows that are older than their bank keeps them')
    .addHelpText('before', RETAIN_EXAMPLES)
    .requiredOption('--periods <file>', 'how long each bank keeps what, as JSON')
    .option('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--all', 'every bank')
    .option('--dry-run', 'say what would leave, and change nothing')
    .option('--json', 'print each bank as JSON, one a line')
    .action(async (options) => end(await (await import('./retain.ts')).retain(context, options)));
  addEventCommands(data, context, end);
  addErasureCommands(data, context, end);
}
