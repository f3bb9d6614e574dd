/** `payscope policy test`: the policy's tests, on OPA's evaluator and on the compiled WASM. */
import type { Command } from 'commander';
import type { TestReport } from '../../workbench/testing/test-policy.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import type { Workbench } from './open-workbench.ts';

const EXAMPLES = `
Examples:
  $ payscope policy test                      *_test.rego and test/cases/*.yaml, on both evaluators
  $ payscope policy test --watch              again on every save, until Ctrl-C
  $ payscope policy test --coverage           lines, and role × coordinate that no test mentions
  $ payscope policy test --min-coverage 95    fail below 95 % of lines
  $ payscope policy test --format junit > policy.xml
  $ payscope policy test --format lcov > policy.lcov

Exit codes: 0 all passed; 1 a test failed, the evaluators differ, too little is covered;
3 the policy compiler is not here.
`;

const FORMATS = ['pretty', 'json', 'junit', 'lcov', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly format: string;
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly coverage?: boolean;
  readonly minCoverage?: string;
}

interface Wanted {
  readonly format: Format;
  readonly withCoverage: boolean;
  readonly minCoverage: number;
}

export function addTest(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('test')
    .description('its tests, on OPA and on the compiled WASM; a difference fails')
    .argument('[folder]', 'a folder of policies', 'policies')
    .option('--format <format>', FORMATS.join(', '), 'pretty')
    .option('--json', 'the same as --format json')
    .option('--watch', 'run again on every save')
    .option('--coverage', 'say what no test reaches')
    .option('--min-coverage <percent>', 'fail when fewer lines than that are covered')
    .addHelpText('before', EXAMPLES)
    .action(async (folder: string, options: Options) =>
      end(await test(context, folder, wanted(options), options.watch === true)),
    );
}

function wanted({ format: given, json, coverage, minCoverage = '0' }: Options): Wanted {
  const format = json ? 'json' : FORMATS.find((each) => each === given);
  if (format === undefined) {
    throw new UsageError(`--format takes ${FORMATS.join(', ')}, not ${given}`);
  }
  const least = Number(minCoverage);
  if (!(least >= 0 && least <= 100) || minCoverage.trim() === '') {
    throw new UsageError(`--min-coverage takes a number from 0 to 100, not ${minCoverage}`);
  }
  const withCoverage = coverage === true || least > 0 || format === 'lcov';
  return { format, withCoverage, minCoverage: least };
}

async function test(
  { terminal }: CommandContext,
  where: string,
  options: Wanted,
  isWatching: boolean,
): Promise<ExitCode> {
  const { openWorkbench } = await import('./open-workbench.ts');
  const workbench = await openWorkbench(where);
  const once = () => run(terminal, workbench, options);
  if (!isWatching) return once();
  const { watch } = await import('./watch.ts');
  return watch(terminal, workbench, once);
}

async function run(
  terminal: Terminal,
  workbench: Workbench,
  { format, withCoverage, minCoverage }: Wanted,
): Promise<ExitCode> {
  const started = performance.now();
  const { testPolicy } = await import('../../workbench/testing/test-policy.ts');
  const report = await testPolicy({ ...workbench, withCoverage });
  const took = performance.now() - started;
  terminal.result(await rendered(report, format, terminal, took));
  const percent = report.coverage?.lines.percent ?? 100;
  if (percent < minCoverage) {
    terminal.progress(
      terminal.colors.red(`${percent} % of lines are covered, --min-coverage is ${minCoverage} %`),
    );
  }
  return report.counts.failed > 0 || percent < minCoverage ? EXIT.findings : EXIT.ok;
}

async function rendered(
  report: TestReport,
  format: Format,
  terminal: Terminal,
  took: number,
): Promise<string> {
  switch (format) {
    case 'pretty':
      return (await import('./test-text.ts')).testText(report, terminal, took);
    case 'json':
      return (await import('../../workbench/report/test-json.ts')).testJson(report);
    case 'junit':
      return (await import('../../workbench/report/junit.ts')).junit(report.results);
    case 'lcov':
      return (await import('../../workbench/report/lcov.ts')).lcov(report.coverage?.lines);
    case 'sarif': {
      const { testFindings } = await import('../../workbench/report/test-findings.ts');
      const { sarif } = await import('../../workbench/report/sarif.ts');
      return sarif(testFindings(report.results), 'test');
    }
    case 'github': {
      const { testFindings } = await import('../../workbench/report/test-findings.ts');
      return (await import('../../workbench/report/github.ts')).github(
        testFindings(report.results),
      );
    }
    default:
      return format satisfies never;
  }
}
