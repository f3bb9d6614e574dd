/** `payscope keys …`: the keys that wrap those of personal data. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const EXAMPLES = `
Personal data is sealed under keys of its subjects, those are wrapped by a key of their bank, and that by the
key PERSONAL_KEYS names (docs/records.md). A rotation wraps the banks' keys anew, while everything serves.

Examples:
  $ payscope keys add                        a new key in the file PERSONAL_KEYS names
  $ payscope keys rotate --all               from now on under the newest key
  $ payscope keys rotate --bank HB --json
`;

export function addKeyCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const keys = program
    .command('keys')
    .description('rotate the key that everything about persons hangs on')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  keys
    .command('add')
    .description('a new key in the key file; in a Vault or KMS they are made there')
    .option('--json', 'print the result as JSON')
    .action(async (options) => end(await (await import('./add.ts')).addKey(context, options)));
  keys
    .command('rotate')
    .description('wrap the keys of banks by the newest key; the old one is needed until it is done')
    .option('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--all', 'every bank of the data set')
    .option('--json', 'print the result as JSON')
    .action(async (options) =>
      end(await (await import('./rotate.ts')).rotateKeys(context, options)),
    );
}
