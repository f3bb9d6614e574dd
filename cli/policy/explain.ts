/** `payscope policy explain`: why a role gets what it gets of a field, and what would change it. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy explain --role ANALYST --field AccountHolder.gender
  $ payscope policy explain --role AUDITOR --field 'Query.payments(first:)'      an argument
  $ payscope policy explain --role ADMIN --field Query.paths --in git:main       in another version
`;

interface Options {
  readonly role: string;
  readonly field: string;
  readonly in: string;
  readonly json?: boolean;
}

export function addExplain(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('explain')
    .description('say why a role gets what it gets of a field, and the least that would change it')
    .requiredOption('--role <role>', 'one of the roles in policies/roles/data.json')
    .requiredOption(
      '--field <coordinate>',
      'Type, Type.field, Type.field(argument:), Input.field or Enum.VALUE',
    )
    .option('--in <where>', 'a policies folder, a bundle file or a git revision', 'policies')
    .option('--json', 'print it as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (options: Options) => end(await explain(context.terminal, options)));
}

async function explain(terminal: Terminal, options: Options): Promise<ExitCode> {
  const { explainAccess } = await import('../../workbench/explain/explain-access.ts');
  const version = await versionAt(options.in);
  const explained = await explainAccess(version, {
    role: options.role,
    coordinate: options.field,
  });
  if (options.json) {
    const { explanationAsJson } = await import('../../workbench/explain/as-json.ts');
    terminal.result(JSON.stringify(explanationAsJson(explained), null, 2));
  } else {
    const { explanationText } = await import('./explain-text.ts');
    terminal.result(explanationText(explained, terminal.resultColors));
  }
  return EXIT.ok;
}
