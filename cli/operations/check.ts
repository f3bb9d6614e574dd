/** `payscope operations check`: can the manifests be served. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { AddCommand } from '../policy/index.ts';
import { versionAt } from '../policy/version-at.ts';
import { operationsFolder } from './operations-folder.ts';

const EXAMPLES = `
Examples:
  $ payscope operations check                        schema/operations/, as the gateway reads it
  $ payscope operations check --dir ../app --json    another folder of <client>.json

Exit codes: 0 all can be served; 1 a manifest can't be read, or an operation does not fit the schema.
`;

interface Options {
  readonly dir: string;
  readonly json?: boolean;
}

export const addCheck: AddCommand = (operations: Command, context, end) => {
  operations
    .command('check')
    .description('look for what would keep the gateway from starting with the manifests')
    .option('--dir <folder>', 'the manifests', 'schema/operations')
    .option('--json', 'print what was found as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (options: Options) => end(await check(context, options)));
};

async function check({ terminal }: CommandContext, options: Options): Promise<ExitCode> {
  const { checkOperations } = await import('../../workbench/certify/check-operations.ts');
  const { sentenceOf } = await import('../../gateway/documents/index.ts');
  const folder = operationsFolder(options.dir);
  const { operations, problems } = await checkOperations(await versionAt('policies'), folder);
  if (options.json) {
    const listed = operations.map(({ client, name, type, id }) => ({ client, name, type, id }));
    terminal.result(JSON.stringify({ operations: listed, problems }, null, 2));
  } else {
    for (const problem of problems) terminal.result(sentenceOf(problem));
    const clients = new Set(operations.map(({ client }) => client)).size;
    terminal.result(
      `${operations.length} operations of ${clients} clients can be served, ${problems.length} problems`,
    );
  }
  return problems.length > 0 ? EXIT.findings : EXIT.ok;
}
