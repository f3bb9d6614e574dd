/** `payscope policy impact`: whose operations a candidate breaks, narrows or widens. */
import { type Command, Option } from 'commander';
import type { Impact } from '../../workbench/impact/impact.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { operationsFolder } from '../operations/operations-folder.ts';
import type { Terminal } from '../terminal.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy impact                                     the working tree, in place of HEAD
  $ payscope policy impact --log .data/decisions.jsonl         on what was decided, too
  $ payscope policy impact --base git:main --format markdown   for a pull request
  $ payscope policy impact --candidate next.tar.gz --base policies/bundle/bundle.tar.gz
`;

const EXITS = `
Exit codes: 0 nothing is opened that nobody approved by name in policies/approved-openings.json; 1 something
is, or nothing in the log can be decided again, or, with --strict, a client's operation breaks or loses a field; 2 no such policy, log or folder; 3 a
version must be compiled, and there is no compiler.
`;

interface Options {
  readonly candidate: string;
  readonly base: string;
  readonly log?: readonly string[];
  readonly operations: string;
  readonly format: 'pretty' | 'json' | 'markdown';
  readonly json?: boolean;
  readonly strict?: boolean;
}

export function addImpact(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('impact')
    .description("say what a change does to clients' operations, and to what was decided")
    .option('--candidate <where>', 'a policies folder, a bundle file or a git revision', 'policies')
    .option('--base <where>', 'what it takes the place of', 'git:HEAD')
    .option('--log <file...>', 'decision logs (JSON lines, .gz too; - is standard input)')
    .option('--operations <folder>', 'the manifests of clients', 'schema/operations')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['pretty', 'json', 'markdown'])
        .default('pretty'),
    )
    .option('--json', 'the same as --format json')
    .option('--strict', 'exit 1 as well when an operation breaks or loses a field')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXITS)
    .action(async (options: Options) => end(await printImpact(context.terminal, options)));
}

async function printImpact(terminal: Terminal, options: Options): Promise<ExitCode> {
  const { impactOf, brokenOperations } = await import('../../workbench/impact/impact.ts');
  const { sentenceOf } = await import('../../gateway/documents/index.ts');
  const operations = operationsFolder(options.operations);
  const base = await versionAt(options.base);
  const candidate = await versionAt(options.candidate);
  const impact = await impactOf({ base, candidate, operations, logs: options.log ?? [] });
  for (const problem of impact.operations.problems) terminal.progress(sentenceOf(problem));
  terminal.result(await render[options.json ? 'json' : options.format](impact, terminal));
  const isUnread = impact.recorded !== undefined && isAllSkipped(impact.recorded);
  if (isUnread)
    terminal.progress('Nothing in the log can be decided again: it says nothing of the change.');
  const fails = isUnread || (options.strict === true && brokenOperations(impact).length > 0);
  return fails || impact.unapproved.length > 0 ? EXIT.findings : EXIT.ok;
}

/** A wrong file must not pass for a log in which nothing changes. */
function isAllSkipped({
  records,
  skipped,
}: {
  readonly records: number;
  readonly skipped: number;
}) {
  return records > 0 && skipped === records;
}

const render: Readonly<
  Record<Options['format'], (impact: Impact, terminal: Terminal) => Promise<string>>
> = {
  pretty: async (impact, { resultColors }) => {
    const { impactText } = await import('./impact-text.ts');
    return impactText(impact, await bankNames(), resultColors);
  },
  json: async (impact) => JSON.stringify(impact, null, 2),
  markdown: async (impact) => {
    const { impactAsMarkdown } = await import('../../workbench/impact/as-markdown.ts');
    return impactAsMarkdown(impact, await bankNames()).trimEnd();
  },
};

/** The code of a bank of the data; of another the id. */
async function bankNames(): Promise<(bankId: string) => string> {
  const { readBankCodes } = await import('../banks.ts');
  const { bankIdOf } = await import('../../lib/ids.ts');
  const codes = await readBankCodes().catch(() => []);
  const names = new Map<string, string>(codes.map((code) => [bankIdOf(code), code]));
  return (bankId) => names.get(bankId) ?? bankId;
}
