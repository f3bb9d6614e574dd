/** `payscope policy bench`: how long the policy takes, and which rule of it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Excess } from '../../workbench/bench/budgets.ts';
import type { RuleCost } from '../../workbench/bench/rule-costs.ts';
import type { EntrypointTiming } from '../../workbench/bench/time-entrypoints.ts';
import type { PolicyVersion } from '../../workbench/load-version.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { rootPath } from '../root.ts';
import type { Terminal } from '../terminal.ts';
import { versionAt } from './version-at.ts';

const EXAMPLES = `
Examples:
  $ payscope policy bench                       p50 and p99 of each entrypoint, and the cost of each rule
  $ payscope policy bench --enforce             exit 1 over a budget of policies/budgets.json
  $ payscope policy bench git:main --ms 5000    another version, for longer

A budget: { "entrypoints": { "payscope/authz/decisions": 50 }, "rules": { "payscope.authz.gaps": 0.5 } },
milliseconds at p99, and the share a rule has of deciding everything.
Exit codes: 0 measured; 1 over a budget, with --enforce; 2 a version that is none.
`;

interface Options {
  readonly ms: string;
  readonly budgets: string;
  readonly enforce?: boolean;
  readonly json?: boolean;
}

/** More are of no interest. */
const RULES_SHOWN = 12;

export function addBench(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('bench')
    .description('measure how long each entrypoint takes on WASM, and what each rule costs')
    .argument('[where]', 'a policies folder, a bundle file or a git revision', 'policies')
    .option('--ms <milliseconds>', 'how long to ask each entrypoint', '1000')
    .option('--budgets <file>', 'what they may take', 'policies/budgets.json')
    .option('--enforce', 'exit 1 when something takes longer than it may')
    .option('--json', 'print it as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (where: string, options: Options) =>
      end(await bench(context.terminal, where, options)),
    );
}

async function bench(terminal: Terminal, where: string, options: Options): Promise<ExitCode> {
  const { timeEntrypoints } = await import('../../workbench/bench/time-entrypoints.ts');
  const { excesses, readBudgets } = await import('../../workbench/bench/budgets.ts');
  const ms = Number(options.ms);
  if (!Number.isSafeInteger(ms) || ms < 1) {
    throw new UsageError(`--ms takes a whole number of milliseconds, not ${options.ms}`);
  }
  const version = await versionAt(where);
  terminal.progress(`Asking each entrypoint for ${ms} ms …`);
  const timings = await timeEntrypoints(version, ms);
  const costs = await costsOf(version, terminal);
  const budgets = readBudgets(budgetsAt(options.budgets));
  const over = excesses(budgets, timings, costs);
  const { name, revision } = version;
  terminal.result(
    options.json
      ? JSON.stringify({ name, revision, entrypoints: timings, rules: costs, over }, null, 2)
      : benchText(version, { timings, costs, over }, terminal),
  );
  if (!options.enforce) return EXIT.ok;
  if (over.length > 0) return EXIT.findings;
  const unmeasured = costs.length > 0 ? [] : Object.keys(budgets.rules);
  if (unmeasured.length === 0) return EXIT.ok;
  terminal.progress(`Not measured, so held to no budget: ${unmeasured.join(', ')}`);
  return EXIT.environment;
}

/** From the working directory, or else from the project's root. */
function budgetsAt(where: string): string {
  return existsSync(resolve(where)) ? resolve(where) : rootPath(where);
}

/** OPA's profiler knows rules, WASM does not; without the compiler there is no cost by rule. */
async function costsOf(
  { sources, policy, schema }: PolicyVersion,
  terminal: Terminal,
): Promise<readonly RuleCost[]> {
  const { findOpa, opaPlaces } = await import('../../workbench/opa.ts');
  const { ruleCosts } = await import('../../workbench/bench/rule-costs.ts');
  const { decidedCoordinates } = await import('../../gateway/policy/index.ts');
  const opa = await findOpa(opaPlaces());
  if (opa.kind === 'missing' || sources === undefined) {
    terminal.progress(
      opa.kind === 'missing'
        ? `No cost by rule: ${opa.explanation}`
        : 'No cost by rule: a bundle does not have the rules as they are written.',
    );
    return [];
  }
  const role = [...policy.roles].sort()[0] ?? '';
  const input = { subject: { role }, coordinates: decidedCoordinates(schema) };
  return ruleCosts(opa.path, sources, input);
}

function benchText(
  { name, revision }: PolicyVersion,
  measured: {
    readonly timings: readonly EntrypointTiming[];
    readonly costs: readonly RuleCost[];
    readonly over: readonly Excess[];
  },
  { resultColors }: Terminal,
): string {
  const { bold, dim, red } = resultColors;
  const { timings, costs, over } = measured;
  const rows = timings.map((each) => [
    each.entrypoint,
    `${each.p50Ms.toFixed(3)} ms`,
    `${each.p99Ms.toFixed(3)} ms`,
    `${each.evaluations}`,
    each.input,
  ]);
  const rules = costs
    .slice(0, RULES_SHOWN)
    .map(({ rule, share, evaluations, file, line }) => [
      rule,
      `${(share * 100).toFixed(1)} %`,
      `${evaluations}`,
      `${file}:${line}`,
    ]);
  const excess = over.map(({ what, budget, actual, unit }) => {
    const text = (value: number) =>
      unit === 'ms' ? `${value.toFixed(3)} ms` : `${(value * 100).toFixed(1)} %`;
    return red(`${what} takes ${text(actual)}, and may take ${text(budget)}`);
  });
  return [
    `${bold('Policy')} ${name}, revision ${revision}`,
    '',
    ...columned(['entrypoint, on WASM', 'p50', 'p99', 'times', 'asked'], rows, dim),
    ...(rules.length > 0
      ? ['', ...columned(["rule, by OPA's profiler", 'share', 'times', 'where'], rules, dim)]
      : []),
    ...(excess.length > 0 ? ['', ...excess] : []),
  ].join('\n');
}

function columned(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  dim: (text: string) => string,
): readonly string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [dim(line(head)), ...rows.map(line)];
}
