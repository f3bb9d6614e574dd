/** `payscope data erase …`, `export` and `scan-erased`: what a person may ask a bank for. */
import type { Command } from 'commander';
import { addGatewayOptions } from '../ask-gateway.ts';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const ERASE_EXAMPLES = `
It takes two people: who asks needs a token with erasure:request, and another one, who approves, a token with
erasure:execute. Approved, it is done at once and for good. The bank is that of the token.

Examples:
  $ payscope data erase --subject 0b6e… --reason "request of 12 May"
  $ payscope data erase --kind counterparty --subject 9f3a… --reason "request of 12 May"
  $ payscope data erasures --state REQUESTED
  $ payscope data approve-erasure 0193…
`;

const REPLAY_EXAMPLES = `
A backup has the keys of whom was erased since. After it is restored, and before it serves, erase them again
from the newest dump of the trail that is kept elsewhere; audit verify says whether that is what was signed.

Examples:
  $ payscope audit export --bank HB --out hb.jsonl             every night, to another place
  $ payscope data replay-erasures hb.jsonl --bank HB           after a restore
`;

const EXPORT_EXAMPLES = `
What the bank has of a person: the opened fields, the account, its payments, standing orders and loans. That it
was exported is in the bank's audit trail before the first line is written.

Examples:
  $ payscope data export --bank HB --subject 0b6e… --out person.json
  $ payscope data export --bank HB --subject 0b6e… | jq .payments
`;

const SCAN_EXAMPLES = `
Looks for texts in every row of the bank and in the files named; in the project's own PostgreSQL under DATA_DIR
also in all of its files, write-ahead log included. For another server name its data directory, after a
CHECKPOINT. It says where, and never what. Exit 0: nowhere; 1: somewhere.

Examples:
  $ payscope data scan-erased --bank HB --values before.txt
  $ payscope data scan-erased --bank HB --values before.txt /var/log/payscope /var/lib/postgresql/18/main
`;

export function addErasureCommands(
  data: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  addGatewayOptions(data.command('erase'))
    .description("ask for a person's data to be erased; another person has to approve it")
    .requiredOption('--subject <id>', 'id of the account holder, or subject of the counterparty')
    .option('--kind <kind>', 'account-holder or counterparty', 'account-holder')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail, so name nobody')
    .option('--json', 'print the request as JSON')
    .addHelpText('before', ERASE_EXAMPLES)
    .action(async (options) => end(await (await import('./erase.ts')).erase(context, options)));
  addGatewayOptions(data.command('approve-erasure'))
    .description('erase what another person asked for, at once and for good')
    .argument('<id>', 'of the request')
    .option('--json', 'print the request as JSON')
    .action(async (id, options) =>
      end(await (await import('./erase.ts')).approveErasure(context, id, options)),
    );
  addGatewayOptions(data.command('reject-erasure'))
    .description('turn a request down')
    .argument('<id>', 'of the request')
    .option('--json', 'print the request as JSON')
    .action(async (id, options) =>
      end(await (await import('./erase.ts')).rejectErasure(context, id, options)),
    );
  addGatewayOptions(data.command('erasures'))
    .description('what was asked to be erased, and what became of it; newest first')
    .option('--state <state>', 'only these: REQUESTED, ERASED or REJECTED')
    .option('--json', 'print each as JSON, one a line')
    .action(async (options) =>
      end(await (await import('./list-erasures.ts')).listErasures(context, options)),
    );
  bankCommand(data, 'replay-erasures', 'erase again, after a restore, whom the trail has as erased')
    .argument('<dump>', 'the trail, as audit export writes it')
    .option('--json', 'print the result as JSON')
    .addHelpText('before', REPLAY_EXAMPLES)
    .action(async (dump, options) =>
      end(await (await import('./replay-erasures.ts')).replayErasures(context, dump, options)),
    );
  bankCommand(data, 'export', 'what the bank has of a person, as JSON')
    .requiredOption('--subject <id>', 'id of the account holder')
    .option('--out <file>', 'where to; it must not be there yet (default: standard output)')
    .addHelpText('before', EXPORT_EXAMPLES)
    .action(async (options) =>
      end(await (await import('./export-subject.ts')).exportSubject(context, options)),
    );
  bankCommand(data, 'scan-erased', 'whether anything is left of what was erased')
    .argument('[paths...]', 'more files and folders to look through: logs, data directories')
    .requiredOption('--values <file>', 'what to look for: a text a line, kept from before')
    .option('--json', 'print the result as JSON')
    .addHelpText('before', SCAN_EXAMPLES)
    .action(async (paths, options) =>
      end(await (await import('./scan-erased.ts')).scanErased(context, paths, options)),
    );
}

function bankCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id');
}
