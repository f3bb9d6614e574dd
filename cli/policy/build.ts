/** `payscope policy build`: the bundle of a policy, as the gateway runs it, without a signature. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { rootPath } from '../root.ts';
import type { Terminal } from '../terminal.ts';
import { bundleForGateway } from './bundle-for-gateway.ts';
import { policiesFolder } from './policies-folder.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy build --output bundle.tar.gz            what is in policies/
  $ payscope policy build git:v1.4 --output v1.4.tar.gz     what a tag had: the same bytes as then
`;

interface Options {
  readonly output: string;
  readonly json?: boolean;
}

export function addBuild(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('build')
    .description('compile a policy to a bundle; the same sources always give the same bytes')
    .argument('[where]', 'a policies folder or a git revision', 'policies')
    .requiredOption('-o, --output <file>', 'where to write it')
    .option('--json', 'print file, revision and hash as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (where: string, options: Options) =>
      end(await build(context.terminal, where, options)),
    );
}

async function build(terminal: Terminal, where: string, options: Options): Promise<ExitCode> {
  const { WorkbenchError } = await import('../../workbench/workbench-error.ts');
  const misfits = await misfitsIn(where);
  if (misfits.length > 0) throw new WorkbenchError('schema and policy do not fit', misfits);
  const version = await versionAt(where);
  const bundle = await bundleForGateway(terminal, version.bundle);
  if (!bundle) return EXIT.findings;
  const { revision, sha256 } = bundle;
  await writeFile(options.output, version.bundle);
  const text = options.json
    ? JSON.stringify({ file: options.output, revision, sha256 }, null, 2)
    : `${options.output}: revision ${revision}, not signed`;
  terminal.result(text);
  return EXIT.ok;
}

/** What `npm run gen` refuses too, of a folder. An unmentioned coordinate is hidden, and stays so. */
async function misfitsIn(where: string): Promise<readonly string[]> {
  const { fitFindings } = await import('../../workbench/check/fit-findings.ts');
  const { keptFiles } = await import('../../workbench/kept-files.ts');
  const { schemaFolderOf } = await import('../../workbench/load-version.ts');
  const root = rootPath('.');
  const folder = policiesFolder(where);
  if (folder === undefined) return [];
  const { findings } = await fitFindings({
    folder,
    schemaFolder: schemaFolderOf(root, folder),
    kept: keptFiles(root),
    fileOf: (path) => `policies/${path}`,
    schemaFileOf: (path) => `schema/${path}`,
  });
  return findings
    .filter(({ rule }) => rule !== 'unmentioned')
    .map(({ file, line, message, fix }) => {
      return `${line === undefined ? file : `${file}:${line}`} ${message}; ${fix}`;
    });
}
