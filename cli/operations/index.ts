/** `payscope operations …`: the operations clients have registered. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { AddCommand } from '../policy/index.ts';

const COMMANDS: readonly AddCommand[] = [];

export function addOperationsCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const operations = program
    .command('operations')
    .description('the operations clients have registered')
    .helpCommand(false);
  for (const add of COMMANDS) add(operations, context, end);
}
