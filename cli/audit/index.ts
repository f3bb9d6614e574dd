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
