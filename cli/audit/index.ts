/** `payscope audit …`: the audit trail outside the database that keeps it. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const VERIFY_EXAMPLES = `
Recomputes the hash chain and the Merkle tree of a dump and compares them with checkpoints that were kept
where the database's owner can't reach. Exit 1 names the first entry that is wrong, and how.

Examples:
  $ payscope audit verify --dump hb.jsonl --checkpoint hb.checkpoints --key hb.key
  $ payscope audit verify --dump hb.jsonl --checkpoint last.note --key 'name+id+key' --json
`;

const KEY_EXAMPLES = `
Give the line to auditors once, by a way you trust: whoever can change it can sign another history.
AUDIT_CHECKPOINT_ORIGIN has to be what the audit subgraph has.

Examples:
  $ payscope audit key --bank HB > hb.key
  $ payscope audit key --bank HB --key-file deploy/secrets/checkpoint.public.json
`;

const CHANGES_EXAMPLES = `
Counterparties' accounts are sealed in the trail. This opens them with the keys of personal data (PERSONAL_KEYS)
and says "erased" where nobody can any more. That it did so is in the trail before anything is shown.

Examples:
  $ payscope audit changes --bank HB --first 10
  $ payscope audit changes --bank HB --entity 043b3efb-d4a9-5814-af75-45b59b7e320b --json
`;

const EXAMPLES = `
Examples:
  $ payscope audit export --bank HB --out hb.jsonl
  $ payscope audit key --bank HB > hb.key
  $ payscope audit verify --dump hb.jsonl --checkpoint hb.checkpoints --key hb.key
`;

export function addAuditCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const audit = program
    .command('audit')
    .description('the audit trail, and whether it is what was signed')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  audit
    .command('export')
    .description("write a bank's whole trail, an entry a line; asked as the application's role")
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id')
    .requiredOption('--out <file>', 'where to; it must not be there yet')
    .action(async (options) =>
      end(await (await import('./export.ts')).exportTrail(context, options)),
    );
  audit
    .command('changes')
    .description('what was changed, before and after, the newest first; opening it is recorded')
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--entity <id>', 'of this payment, webhook or elevation only')
    .option('--first <number>', 'how many, 1 to 1000', '50')
    .option('--json', 'print each as JSON, one a line')
    .addHelpText('before', CHANGES_EXAMPLES)
    .action(async (options) =>
      end(await (await import('./changes.ts')).showChanges(context, options)),
    );
  audit
    .command('key')
    .description("print the verifier key of a bank's checkpoints, as audit verify takes it")
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id')
    .option(
      '--key-file <file>',
      'a JWK or JWK Set of the key that signs (default: AUDIT_CHECKPOINT_KEY_FILE, or what payscope start made)',
    )
    .addHelpText('before', KEY_EXAMPLES)
    .action(async (options) => end(await (await import('./key.ts')).printKey(context, options)));
  audit
    .command('verify')
    .description('check a dump against signed checkpoints, offline')
    .requiredOption('--dump <file>', 'the entries, as audit export writes them')
    .requiredOption('--checkpoint <file>', 'a signed checkpoint, or a file of them')
    .requiredOption('--key <key>', "the log's verifier key, or a file that holds it")
    .option('--json', 'print the verdict as JSON')
    .addHelpText('before', VERIFY_EXAMPLES)
    .action(async (options) =>
      end(await (await import('./verify.ts')).verifyTrail(context, options)),
    );
}
