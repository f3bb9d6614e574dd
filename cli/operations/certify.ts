/** `payscope operations certify`: what each registered operation gets, role by role. */
import { type Command, Option } from 'commander';
import type { Certificate } from '../../workbench/certify/certify.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { AddCommand } from '../policy/index.ts';
import { versionAt } from '../policy/version-at.ts';
import type { Terminal } from '../terminal.ts';
import { operationsFolder } from './operations-folder.ts';

const EXAMPLES = `
Examples:
  $ payscope operations certify                               all clients, by the policy in policies/
  $ payscope operations certify --client partner-ab           what a partner's operations get
  $ payscope operations certify --in git:main --json          by the policy of another revision
  $ payscope operations certify --format markdown             to hand on

Exit codes: 0 each operation is whole for the roles its client declares in policies/clients/data.json;
1 one is not, or no role can run it, or it can't be read or does not fit the schema; 2 no such client or policy.
`;

interface Options {
  readonly client?: readonly string[];
  readonly in: string;
  readonly dir: string;
  readonly format: 'pretty' | 'json' | 'markdown';
  readonly json?: boolean;
}

export const addCertify: AddCommand = (operations: Command, context, end) => {
  operations
    .command('certify')
    .description('print which roles can run each operation whole, in part or not at all')
    .option('--client <name...>', 'these clients only')
    .option('--in <where>', 'a policies folder, a bundle file or a git revision', 'policies')
    .option('--dir <folder>', 'the manifests', 'schema/operations')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['pretty', 'json', 'markdown'])
        .default('pretty'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('before', EXAMPLES)
    .action(async (options: Options) => end(await printCertificates(context, options)));
};

async function printCertificates(
  { terminal }: CommandContext,
  options: Options,
): Promise<ExitCode> {
  const { certify } = await import('../../workbench/certify/certify.ts');
  const { checkOperations } = await import('../../workbench/certify/check-operations.ts');
  const { sentenceOf } = await import('../../gateway/documents/index.ts');
  const version = await versionAt(options.in);
  const { operations, problems } = await checkOperations(version, operationsFolder(options.dir));
  const asked = options.client;
  const unknown = asked?.find((name) => !operations.some(({ client }) => client === name));
  if (unknown !== undefined && problems.length === 0) {
    const known = [...new Set(operations.map(({ client }) => client))].join(', ');
    throw new UsageError(`no client ${unknown} has registered operations; there are ${known}`);
  }
  const chosen = operations.filter(({ client }) => asked?.includes(client) ?? true);
  const certificates = await certify(version, chosen);
  terminal.result(await render[options.json ? 'json' : options.format](certificates, terminal));
  for (const problem of problems) terminal.progress(sentenceOf(problem));
  const isSound = problems.length === 0 && certificates.every(({ findings }) => !findings.length);
  return isSound ? EXIT.ok : EXIT.findings;
}

const render: Readonly<
  Record<
    Options['format'],
    (certificates: readonly Certificate[], terminal: Terminal) => Promise<string>
  >
> = {
  pretty: async (certificates, { resultColors }) =>
    (await import('./certificate-text.ts')).certificateText(certificates, resultColors),
  json: async (certificates) => JSON.stringify({ certificates }, null, 2),
  markdown: async (certificates) => {
    const { certificatesAsMarkdown } = await import('../../workbench/certify/as-markdown.ts');
    return certificatesAsMarkdown(certificates).trimEnd();
  },
};
