/** `payscope operations …`: the operations clients have registered. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { AddCommand } from '../policy/index.ts';
import { addAdd } from './add.ts';
import { addCertify } from './certify.ts';
import { addCheck } from './check.ts';

/** In the order of a client's way: registered, checked, certified. */
const COMMANDS: readonly AddCommand[] = [addAdd, addCheck, addCertify];

const EXAMPLES = `
Examples:
  $ payscope operations add src/queries.graphql --client dashboard   register what a client asks
  $ payscope operations check                                        can all of it be served
  $ payscope operations certify --client partner-ab                  who gets what of it
`;

export function addOperationsCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const operations = program
    .command('operations')
    .description('the operations clients have registered')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  for (const add of COMMANDS) add(operations, context, end);
}
