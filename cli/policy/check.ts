/** `payscope policy check`: is the policy valid, and does it fit the schema. */
import type { Command } from 'commander';
import type { CheckReport } from '../../workbench/check/check-policy.ts';
import type { Finding } from '../../workbench/check/finding.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ payscope policy check                     policies/ of this project
  $ payscope policy check --strict            warnings fail too
  $ payscope policy check --fix               formats the Rego, then checks
  $ payscope policy check --json | jq -r '.findings[].message'
  $ payscope policy check --format sarif > check.sarif

Exit codes: 0 nothing, or warnings only; 1 errors; 3 the policy compiler is not here.
`;

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

interface Options {
  readonly format: string;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly fix?: boolean;
}

export function addCheck(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('check')
    .description('is it valid, does it fit the schema, is it in the style of the house')
    .argument('[folder]', 'a folder of policies', 'policies')
    .option('--format <format>', FORMATS.join(', '), 'pretty')
    .option('--json', 'the same as --format json')
    .option('--strict', 'warnings fail too')
    .option('--fix', 'format the Rego first')
    .addHelpText('before', EXAMPLES)
    .action(async (folder: string, options: Options) => end(await check(context, folder, options)));
}

async function check(
  { terminal }: CommandContext,
  where: string,
  options: Options,
): Promise<ExitCode> {
  const format = options.json ? 'json' : FORMATS.find((each) => each === options.format);
  if (format === undefined) {
    throw new UsageError(`--format takes ${FORMATS.join(', ')}, not ${options.format}`);
  }
  const started = performance.now();
  const { openWorkbench } = await import('./open-workbench.ts');
  const { checkPolicy } = await import('../../workbench/check/check-policy.ts');
  const workbench = await openWorkbench(where);
  if (options.fix) {
    const { formatRego } = await import('../../workbench/check/format-findings.ts');
    await formatRego(workbench.opaPath, workbench.folder);
  }
  const report = await checkPolicy(workbench);
  const took = performance.now() - started;
  terminal.result(await rendered(report, format, terminal, took));
  const failing = report.findings.filter(
    ({ severity }) => severity === 'error' || options.strict === true,
  );
  return failing.length > 0 ? EXIT.findings : EXIT.ok;
}

async function rendered(
  report: CheckReport,
  format: (typeof FORMATS)[number],
  terminal: Terminal,
  took: number,
): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(report, undefined, 2);
    case 'sarif':
      return (await import('../../workbench/report/sarif.ts')).sarif(report.findings, 'check');
    case 'github':
      return (await import('../../workbench/report/github.ts')).github(report.findings);
    case 'pretty':
      return pretty(report, terminal, took);
    default:
      return format satisfies never;
  }
}

function pretty(
  { findings, counts }: CheckReport,
  { resultColors }: Terminal,
  took: number,
): string {
  const { bold, dim, green, red, yellow } = resultColors;
  const lines = findings.flatMap((finding, index) => {
    const { severity, message, rule, fix } = finding;
    const sign = severity === 'error' ? red('error') : yellow('warning');
    const line = `${bold(placeOf(finding))} ${sign} ${message} ${dim(rule)}`;
    const isNextAlike = findings[index + 1]?.fix === fix && findings[index + 1]?.rule === rule;
    return isNextAlike ? [line] : [line, `    ${fix}`];
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const looked = `${counts.rego_files} Rego files, ${counts.coordinates} coordinates, ${counts.cases} cases`;
  const found =
    findings.length === 0
      ? green('nothing to mend')
      : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const end = `${found} in ${looked} ${dim(`(${(took / 1_000).toFixed(1)} s)`)}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), end].join('\n');
}

function placeOf({ file, line, column }: Finding): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
