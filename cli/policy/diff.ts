/** `payscope policy diff`: what each role gains, loses or sees masked between two versions. */
import { type Command, Option } from 'commander';
import type { PolicyDiff } from '../../workbench/diff/compare.ts';
import type { PolicyVersion } from '../../workbench/load-version.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy diff git:main                           what the working tree changes
  $ payscope policy diff HEAD~1 HEAD                        what the last commit changed
  $ payscope policy diff git:v1.2 policies --format markdown    for a pull request
  $ payscope policy diff policies/bundle/bundle.tar.gz      against the bundle that is deployed
`;

const EXITS = `
Exit codes: 0 no opening, or all approved by name in policies/approved-openings.json; 1 an opening nobody
approved; 2 a version that is none; 3 a version must be compiled, and there is no compiler.
An approval: { "openings": [{ "role": "AUDITOR", "coordinate": "AccountHolder.gender", "reason": "…" }] }
`;

interface Options {
  readonly format: 'pretty' | 'json' | 'markdown' | 'sarif';
  readonly json?: boolean;
  readonly exitZero?: boolean;
}

export function addDiff(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('diff')
    .description('print what a change opens, unmasks, masks and closes, the openings first')
    .argument('<before>', 'a policies folder, a bundle file or a git revision')
    .argument('[after]', 'the same', 'policies')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['pretty', 'json', 'markdown', 'sarif'])
        .default('pretty'),
    )
    .option('--json', 'the same as --format json')
    .option('--exit-zero', 'exit 0 with openings too, for a job that only comments on them')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXITS)
    .action(async (before: string, after: string, options: Options) =>
      end(await printDiff(context.terminal, [before, after], options)),
    );
}

async function printDiff(
  terminal: Terminal,
  [from, to]: readonly [string, string],
  options: Options,
): Promise<ExitCode> {
  const { compareVersions, unapproved } = await import('../../workbench/diff/compare.ts');
  const before = await versionAt(from);
  const after = await versionAt(to);
  const diff = await compareVersions(before, after);
  terminal.result(await render[options.json ? 'json' : options.format](diff, after, terminal));
  const isOpen = unapproved(diff).length > 0;
  return isOpen && !options.exitZero ? EXIT.findings : EXIT.ok;
}

const render: Readonly<
  Record<
    Options['format'],
    (diff: PolicyDiff, after: PolicyVersion, terminal: Terminal) => Promise<string>
  >
> = {
  pretty: async (diff, _after, terminal) =>
    (await import('./diff-text.ts')).diffText(diff, terminal.resultColors),
  json: async (diff) => {
    const { diffAsJson } = await import('../../workbench/diff/as-json.ts');
    return JSON.stringify(diffAsJson(diff), null, 2);
  },
  markdown: async (diff) =>
    (await import('../../workbench/diff/as-markdown.ts')).diffAsMarkdown(diff).trimEnd(),
  sarif: async (diff, after) => {
    const { diffFindings } = await import('../../workbench/diff/findings.ts');
    const { sarif } = await import('../../workbench/report/sarif.ts');
    return sarif(diffFindings(diff, after), 'diff');
  },
};
