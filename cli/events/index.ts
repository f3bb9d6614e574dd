/** `payscope data webhooks …`, `dead-letters` and `replay-dead-letters`: who is told of payments. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';

const EXAMPLES = `
Examples:
  $ payscope data webhooks add --bank HB --url https://bank.example/payscope    prints the secret to check with
  $ payscope data webhooks rotate --bank HB --id 0b6e…                          the next one; both hold for a day
  $ payscope data webhooks list --bank HB --json
`;

export function addEventCommands(
  data: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  bankCommand(data, 'dead-letters', 'events that a webhook did not take for a day, and why').action(
    async (options) =>
      end(await (await import('./dead-letters.ts')).showDeadLetters(context, options)),
  );
  bankCommand(data, 'replay-dead-letters', 'have them delivered again').action(async (options) =>
    end(await (await import('./dead-letters.ts')).replay(context, options)),
  );

  const webhooks = data
    .command('webhooks')
    .description('where a bank is told of its payments (docs/webhooks.md)')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  bankCommand(webhooks, 'add', 'tell this URL of payments recorded from now on')
    .requiredOption('--url <url>', 'where to; https')
    .action(async (options) => end(await (await import('./webhooks.ts')).add(context, options)));
  bankCommand(webhooks, 'list', 'those of a bank, and how many events wait for each').action(
    async (options) => end(await (await import('./webhooks.ts')).list(context, options)),
  );
  bankCommand(webhooks, 'rotate', 'its next secret; the one before signs as well for a day')
    .requiredOption('--id <id>', 'of the webhook')
    .action(async (options) => end(await (await import('./webhooks.ts')).rotate(context, options)));
  bankCommand(webhooks, 'remove', 'tell it nothing more, what waits for it included')
    .requiredOption('--id <id>', 'of the webhook')
    .action(async (options) => end(await (await import('./webhooks.ts')).remove(context, options)));
}

function bankCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .requiredOption('--bank <code>', 'two-letter code of the bank, or its id')
    .option('--json', 'print the result as JSON');
}
