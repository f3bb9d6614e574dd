/** `payscope policy replay`: whether every decision in a log would be made the same way again. */
import type { Command } from 'commander';
import type { ReplayReport } from '../../workbench/replay/replay.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { rootPath } from '../root.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ payscope policy replay .data/logs/decisions.jsonl          on the policy each was decided by
  $ payscope policy replay decisions.jsonl.gz --bundle prod.tar.gz
  $ payscope policy replay day-*.jsonl --bundle git:main --json
  $ zstdcat decisions.zst | payscope policy replay -
`;

const EXITS = `
Without --bundle a record is put to the policy of its revision: that of the working tree, or a bundle
that was committed once.
Exit codes: 0 no difference; 1 a decision comes out otherwise, or a record could not be put to its policy;
2 a file or a version that is none; 3 a version must be compiled, and there is no compiler.
`;

interface Options {
  readonly bundle?: string;
  readonly json?: boolean;
}

const SHOWN_MAX = 20;

export function addReplay(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('replay')
    .description('decide again what a decision log says was decided, and compare')
    .argument('<log...>', 'files of JSON lines, gzipped or not; - reads standard input')
    .option('--bundle <where>', 'put all to this policies folder, bundle file or git revision')
    .option('--json', 'print the report as JSON')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXITS)
    .action(async (files: readonly string[], options: Options) =>
      end(await printReplay(context.terminal, files, options)),
    );
}

async function printReplay(
  terminal: Terminal,
  files: readonly string[],
  { bundle, json }: Options,
): Promise<ExitCode> {
  const { logBytes, readDecisionLog } = await import('../../workbench/decision-log.ts');
  const { isSame, replay } = await import('../../workbench/replay/replay.ts');
  const versions = await import('../../workbench/replay/versions.ts');
  const total = await logBytes(files);
  const report = await replay({
    lines: readDecisionLog(files),
    versionOf: bundle
      ? await versions.oneVersion(rootPath('.'), bundle)
      : versions.versionsByRevision(rootPath('.')),
    onProgress: progressIn(terminal, files, total),
  });
  terminal.result(json ? JSON.stringify(report, null, 2) : textOf(report, terminal));
  return isSame(report) ? EXIT.ok : EXIT.findings;
}

/** At most one line a second. */
function progressIn(terminal: Terminal, files: readonly string[], total: number) {
  let next = performance.now() + 1_000;
  const before = new Map<string, number>();
  return ({ records, line }: { records: number; line: { file: string; bytesRead: number } }) => {
    before.set(line.file, line.bytesRead);
    if (performance.now() < next) return;
    next = performance.now() + 1_000;
    const read = [...before.values()].reduce((sum, bytes) => sum + bytes, 0);
    const share =
      total === 0 || files.includes('-') ? '' : `, ${Math.floor((100 * read) / total)} %`;
    terminal.progress(`${records.toLocaleString('en')} records${share}`);
  };
}

function textOf(report: ReplayReport, { resultColors }: Terminal): string {
  const { bold, red, green, yellow } = resultColors;
  const { records, replayed, differing, differences, not_replayed: not, dropped } = report;
  const lines = differences
    .slice(0, SHOWN_MAX)
    .flatMap((each) => [
      `${bold(each.at)} for ${each.role}, ${each.path}, decision ${each.decision_id} of ${each.timestamp}`,
      `  ${each.file}:${each.line}, revision ${each.logged_revision}, replayed on ${each.replayed_on}`,
      `  expected ${JSON.stringify(each.expected)}`,
      `  actual   ${JSON.stringify(each.actual)}`,
    ]);
  const unread = report.unreadable
    .slice(0, SHOWN_MAX)
    .map(({ file, line, why }) => `${file}:${line} is no event: ${why}`);
  const unknown = Object.entries(report.unknown_revisions).map(
    ([revision, count]) =>
      `${count} records of revision ${revision}: no such policy here; name one with --bundle`,
  );
  const notes = [
    [dropped, 'events are missing in the log, as it says itself'],
    [not.policy_failed, 'records of a policy that gave no answer; everything was denied then'],
    [not.mask_failed, 'records without their arguments, since the policy did not say what to keep'],
    [not.other_path, 'records of other questions'],
  ].flatMap(([count, what]) => (count ? [yellow(`${count} ${what}`)] : []));
  const sum = `${records.toLocaleString('en')} records, ${replayed.toLocaleString('en')} replayed`;
  const differ = `${differing} ${differing === 1 ? 'difference' : 'differences'}`;
  return [
    ...lines,
    ...[...unread, ...unknown].map(yellow),
    ...notes,
    `${sum}, ${differing === 0 ? green(differ) : red(differ)}`,
  ].join('\n');
}
