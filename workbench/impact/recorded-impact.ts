/** What another policy would have decided where a decision log says what was decided. */
import { parseDecision } from '../../gateway/policy/decision.ts';
import type { Decision, Effect, Policy } from '../../gateway/policy/index.ts';
import { type DecidedCells, decideCells } from '../decided-cells.ts';
import type { LoggedDecision, LogLine } from '../decision-log.ts';
import type { PolicyVersion } from '../load-version.ts';
import { isOpening, opennessOf } from './openness.ts';
import { type Question, questionIn } from './question-in.ts';

export interface RecordedChange {
  readonly coordinate: string;
  readonly before: Effect;
  /** `conditional`: open, but on conditions there were not, so its arguments were not recorded. */
  readonly after: Effect | 'conditional';
  readonly isOpening: boolean;
  readonly times: number;
}

/** All records of one operation, asked by one client as one role of one bank. */
export interface RecordedImpact {
  readonly client: string;
  readonly operation: string;
  readonly role: string;
  readonly bankId: string;
  /** `breaks`: a part of it is hidden now, so it is no longer valid. */
  readonly verdict: 'breaks' | 'loses' | 'gains' | 'loses and gains';
  /** Operations in which something changes, of those recorded. */
  readonly changedOperations: number;
  readonly operations: number;
  /** Operations that would be refused, as the client may ask registered ones only. */
  readonly unregistered: number;
  readonly changes: readonly RecordedChange[];
}

/** Whether a client has registered the document with a SHA-256 in hex. */
export type IsRegistered = (client: string, hash: string) => boolean;

export interface RecordedImpacts {
  /** Events in the log; an operation with conditional decisions has two. */
  readonly records: number;
  readonly operations: number;
  /** Records that can't be decided again: no event, no policy answer then, arguments not kept. */
  readonly skipped: number;
  /** Those that change most often first. */
  readonly impacts: readonly RecordedImpact[];
}

interface Tally {
  readonly about: Pick<RecordedImpact, 'client' | 'operation' | 'role' | 'bankId'>;
  operations: number;
  changedOperations: number;
  unregistered: number;
  readonly changes: Map<string, RecordedChange>;
}

/** What is decided again, and on what conditions bind whom. */
interface Candidate {
  readonly policy: Policy;
  readonly cells: DecidedCells;
  readonly refuses: (event: LoggedDecision, role: string) => boolean;
}

/** What the record before this one told, as one operation's records follow one another. */
interface Told {
  readonly decisionId: string;
  readonly coordinates: ReadonlySet<string>;
}

const NOTHING_TOLD: Told = { decisionId: '', coordinates: new Set() };

/** @example await recordedImpact(await loadVersion(root), readDecisionLog(files)) */
export async function recordedImpact(
  version: Pick<PolicyVersion, 'policy' | 'schema'>,
  lines: AsyncIterable<LogLine>,
  isRegistered: IsRegistered,
): Promise<RecordedImpacts> {
  const { policy } = version;
  const cells = await decideCells(version);
  const candidate = { policy, cells, refuses: refusesDocuments(policy, isRegistered) };
  const tallies = new Map<string, Tally>();
  const counts = { records: 0, operations: 0, skipped: 0 };
  let told = NOTHING_TOLD;
  for await (const line of lines) {
    counts.records += 1;
    const question = line.kind === 'event' ? questionIn(line.event) : undefined;
    if (line.kind !== 'event' || question === undefined) {
      counts.skipped += 1;
      continue;
    }
    const { event } = line;
    const known = told.decisionId === event.decision_id ? told : NOTHING_TOLD;
    const changes = changesIn(candidate, event, question).filter(
      // What the role alone opens or closes was told by the event about coordinates.
      ({ coordinate }) => !known.coordinates.has(coordinate),
    );
    const isOperation = question.kind === 'coordinates';
    if (isOperation) counts.operations += 1;
    const isRefused = isOperation && candidate.refuses(event, question.role);
    const isFirst = known.coordinates.size === 0;
    tally(tallies, event, question, { changes, isFirst, isRefused });
    const coordinates = new Set(changes.map(({ coordinate }) => coordinate));
    told = { decisionId: event.decision_id, coordinates };
  }
  const impacts = [...tallies.values()].filter((each) => each.changedOperations > 0).map(impactOf);
  return { ...counts, impacts: impacts.sort(byTimes) };
}

function tally(
  tallies: Map<string, Tally>,
  { labels }: LoggedDecision,
  { role, kind }: Question,
  found: {
    readonly changes: readonly RecordedChange[];
    /** Whether nothing was told of the operation yet. */
    readonly isFirst: boolean;
    readonly isRefused: boolean;
  },
): void {
  const { changes, isFirst, isRefused } = found;
  const about = {
    client: labels.client ?? 'unknown',
    operation: labels.operation_name || (labels.operation_hash ?? '').slice(0, 12),
    role,
    bankId: labels.bank_id ?? '',
  };
  const key = JSON.stringify(about);
  const known = tallies.get(key) ?? {
    about,
    operations: 0,
    changedOperations: 0,
    unregistered: 0,
    changes: new Map(),
  };
  tallies.set(key, known);
  if (kind === 'coordinates') known.operations += 1;
  if ((changes.length > 0 || isRefused) && isFirst) known.changedOperations += 1;
  if (isRefused) known.unregistered += 1;
  for (const change of changes) {
    const name = JSON.stringify([change.coordinate, change.before, change.after]);
    const times = (known.changes.get(name)?.times ?? 0) + 1;
    known.changes.set(name, { ...change, times });
  }
}

/** Whether a document that ran would not be run, for want of being registered. */
function refusesDocuments(policy: Policy, isRegistered: IsRegistered): Candidate['refuses'] {
  // A bundle of before clients were known has nothing to ask.
  if (policy.source?.bundle.data.clients === undefined) return () => false;
  return ({ labels }, role) => {
    const { client = 'unknown', bank_id = '', operation_hash = '', stage } = labels;
    if (stage !== 'authorized' || isRegistered(client, operation_hash)) return false;
    return policy.documentsFor({ role, client, bank_id }).mode === 'registered';
  };
}

/** Of an event about coordinates, by coordinate; of one about uses, by use. */
function changesIn(
  { policy, cells }: Candidate,
  { result }: LoggedDecision,
  question: Question,
): readonly RecordedChange[] {
  if (question.kind === 'uses') {
    const decisions = policy.decideConditional(question.asked);
    return question.asked.uses.flatMap(({ coordinate }, index) =>
      changeBetween(coordinate, decisionAt(result, index), decisions[index]?.effect),
    );
  }
  return question.coordinates.flatMap((coordinate) => {
    const before = decisionAt(result, coordinate);
    const { effect, isConditional } = cells.cell(question.role, coordinate);
    const wasConditional = before?.dependsOn === 'condition' || before?.dependsOn === 'both';
    const after = isConditional && !wasConditional ? 'conditional' : effect;
    return changeBetween(coordinate, before, after);
  });
}

function changeBetween(
  coordinate: string,
  decision: Decision | undefined,
  after: RecordedChange['after'] | undefined,
): readonly RecordedChange[] {
  if (decision === undefined || after === undefined || decision.effect === after) return [];
  const before = decision.effect;
  return [{ coordinate, before, after, isOpening: isOpening(before, after), times: 0 }];
}

function decisionAt(result: unknown, at: string | number): Decision | undefined {
  if (typeof result !== 'object' || result === null || !Object.hasOwn(result, at)) return undefined;
  return parseDecision(Reflect.get(result, at));
}

function impactOf({ about, changes, ...counts }: Tally): RecordedImpact {
  const all = [...changes.values()].sort((a, b) => b.times - a.times);
  const loses = all.some(({ before, after }) => opennessOf(after) < opennessOf(before));
  const gains = all.some(({ before, after }) => opennessOf(after) > opennessOf(before));
  const breaks = counts.unregistered > 0 || all.some(({ after }) => after === 'hide');
  const verdict = breaks
    ? 'breaks'
    : loses && gains
      ? 'loses and gains'
      : gains
        ? 'gains'
        : 'loses';
  return { ...about, ...counts, verdict, changes: all };
}

function byTimes(left: RecordedImpact, right: RecordedImpact): number {
  return right.changedOperations - left.changedOperations;
}
