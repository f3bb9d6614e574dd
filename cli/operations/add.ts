/** `payscope operations add`: registers a client's documents. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { AddCommand } from '../policy/index.ts';
import { versionAt } from '../policy/version-at.ts';
import { parseClient } from '../token.ts';
import { operationsFolder } from './operations-folder.ts';

const EXAMPLES = `
Examples:
  $ payscope operations add src/queries.graphql --client dashboard
  $ payscope operations add src/*.graphql --client partner-ab --json

What is registered stays; certify then says which roles can run what is new.
Exit codes: 0 written, or there already; 1 a document is not GraphQL or does not fit the schema; 2 no such file.
`;

interface Options {
  readonly client: string;
  readonly dir: string;
  readonly json?: boolean;
}

export const addAdd: AddCommand = (operations: Command, context, end) => {
  operations
    .command('add')
    .description("write the operations of .graphql files into a client's manifest")
    .argument('<file...>', '.graphql files; fragments may be in others than what uses them')
    .requiredOption('--client <name>', 'the client, as its tokens name it')
    .option('--dir <folder>', 'the manifests', 'schema/operations')
    .option('--json', 'print what was added as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (files: readonly string[], options: Options) =>
      end(await add(context, files, options)),
    );
};

async function add(
  { terminal }: CommandContext,
  files: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const { register } = await import('../../workbench/certify/register.ts');
  const { documentProblems, fileOf, readManifestText, sentenceOf } = await import(
    '../../gateway/documents/index.ts'
  );
  const client = parseClient(options.client);
  const file = join(operationsFolder(options.dir), fileOf(client));
  const before = existsSync(file) ? await readFile(file, 'utf8') : undefined;
  const { manifest, added } = register(await Promise.all(files.map(readSource)), before);
  const { operations, problems } = readManifestText(file, client, manifest);
  const { schema } = await versionAt('policies');
  const all = [...problems, ...documentProblems(schema, operations)];
  for (const problem of all) terminal.progress(sentenceOf(problem));
  if (all.length > 0) return EXIT.findings;
  if (added.length > 0) await writeFile(file, manifest);
  const registered = operations.filter(({ name }) => added.includes(name));
  terminal.result(
    options.json
      ? JSON.stringify({ file, added: registered.map(({ name, id }) => ({ name, id })) }, null, 2)
      : [
          ...registered.map(({ name, id }) => `${name}  ${id}`),
          `${added.length} added to ${relative(process.cwd(), file)}`,
        ].join('\n'),
  );
  return EXIT.ok;
}

async function readSource(file: string): Promise<{ readonly file: string; readonly text: string }> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch {
    throw new UsageError(`${file} can't be read`);
  }
}
