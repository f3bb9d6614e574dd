/** Decides again what a log says was decided, from the inputs in it, and compares. */
import { DROPPED_PATH } from '../../gateway/decision-log/event.ts';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT } from '../../gateway/policy/index.ts';
import type { LoggedDecision, LogLine } from '../decision-log.ts';
import { createComparison, type Found } from './compare-answers.ts';
import type { ReplayVersion } from './versions.ts';

export interface ReplayDifference {
  readonly file: string;
  readonly line: number;
  readonly decision_id: string;
  readonly timestamp: string;
  readonly path: string;
  readonly role: string;
  /** The coordinate; of a use, with its place among the uses. */
  readonly at: string;
  readonly logged_revision: string;
  readonly replayed_on: string;
  /** What the log has, and what the policy says to the same question. */
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Why a record could not be compared. */
export type NotReplayed =
  /** The line is no event. */
  | 'unreadable'
  /** There is no policy of its revision here. */
  | 'unknown_revision'
  /** An event of a question the gateway does not ask. */
  | 'other_path'
  /** The policy gave no answer then, so there is nothing it could give again. */
  | 'policy_failed'
  /** Its arguments were not kept, as it was not known which may be. */
  | 'mask_failed';

export interface ReplayReport {
  readonly records: number;
  readonly replayed: number;
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly ReplayDifference[];
  readonly not_replayed: Readonly<Record<NotReplayed, number>>;
  /** Revisions no policy was found for, with the records of each. */
  readonly unknown_revisions: Readonly<Record<string, number>>;
  /** Lines that are no events; the first of them. */
  readonly unreadable: readonly {
    readonly file: string;
    readonly line: number;
    readonly why: string;
  }[];
  /** Events that the log itself says are missing in it. */
  readonly dropped: number;
}

export interface ReplayOptions {
  readonly lines: AsyncIterable<LogLine>;
  /** The policy to ask, by the revision in the log. */
  readonly versionOf: (revision: string) => Promise<ReplayVersion | undefined>;
  readonly onProgress?: (done: { readonly records: number; readonly line: LogLine }) => void;
}

/** Kept of what is found; everything is counted. */
const LISTED_MAX = 100;
const PROGRESS_EVERY = 5_000;

/** @example const { differing } = await replay({ lines: readDecisionLog(files), versionOf }) */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { lines, versionOf, onProgress } = options;
  const compare = createComparison();
  const versions = new Map<string, Promise<ReplayVersion | undefined>>();
  const tally = createTally();
  for await (const line of lines) {
    const records = tally.begin();
    if (records % PROGRESS_EVERY === 0) onProgress?.({ records, line });
    if (line.kind === 'unreadable') {
      tally.unreadable(line);
      continue;
    }
    const { event } = line;
    const why = whyNot(event);
    if (event.path === DROPPED_PATH) tally.dropped(droppedIn(event));
    else if (why !== undefined) tally.not(why);
    else {
      const revision = event.bundles.payscope?.revision ?? '';
      const known = versions.get(revision) ?? versionOf(revision);
      versions.set(revision, known);
      const version = await known;
      if (version === undefined) tally.unknown(revision);
      else tally.replayed(line, version.revision, compare(version, event));
    }
  }
  return tally.report();
}

function createTally() {
  const counts = { records: 0, replayed: 0, differing: 0, dropped: 0 };
  const not: Record<NotReplayed, number> = {
    unreadable: 0,
    unknown_revision: 0,
    other_path: 0,
    policy_failed: 0,
    mask_failed: 0,
  };
  const unknown: Record<string, number> = Object.create(null);
  const differences: ReplayDifference[] = [];
  const unreadable: { file: string; line: number; why: string }[] = [];
  return {
    begin: () => {
      counts.records += 1;
      return counts.records;
    },
    unreadable: ({ file, line, why }: Extract<LogLine, { kind: 'unreadable' }>) => {
      not.unreadable += 1;
      if (unreadable.length < LISTED_MAX) unreadable.push({ file, line, why });
    },
    dropped: (count: number) => {
      counts.dropped += count;
    },
    not: (why: NotReplayed) => {
      not[why] += 1;
    },
    unknown: (revision: string) => {
      not.unknown_revision += 1;
      unknown[revision] = (unknown[revision] ?? 0) + 1;
    },
    replayed: (
      { file, line, event }: Extract<LogLine, { kind: 'event' }>,
      replayed_on: string,
      found: readonly Found[],
    ) => {
      counts.replayed += 1;
      if (found.length === 0) return;
      counts.differing += 1;
      const { decision_id, timestamp, path } = event;
      const logged_revision = event.bundles.payscope?.revision ?? '';
      const about = { file, line, decision_id, timestamp, path, role: roleIn(event) };
      for (const each of found.slice(0, LISTED_MAX - differences.length)) {
        differences.push({ ...about, logged_revision, replayed_on, ...each });
      }
    },
    report: (): ReplayReport => ({
      ...counts,
      differences,
      not_replayed: not,
      unknown_revisions: { ...unknown },
      unreadable,
    }),
  };
}

/** Whether every record that could have been replayed was, and came out the same. */
export function isSame({ differing, not_replayed }: ReplayReport): boolean {
  return differing === 0 && not_replayed.unreadable === 0 && not_replayed.unknown_revision === 0;
}

function whyNot({ path, error }: LoggedDecision): NotReplayed | undefined {
  if (path !== ENTRYPOINT && path !== CONDITIONAL_ENTRYPOINT) return 'other_path';
  if (error?.code === 'policy_failed' || error?.code === 'mask_failed') return error.code;
  return undefined;
}

function droppedIn({ result }: LoggedDecision): number {
  const lost = typeof result === 'object' && result !== null && 'dropped' in result;
  return lost && typeof result.dropped === 'number' ? result.dropped : 0;
}

function roleIn({ input }: LoggedDecision): string {
  const { subject } = input;
  return typeof subject === 'object' && subject !== null && 'role' in subject
    ? String(subject.role)
    : '';
}
