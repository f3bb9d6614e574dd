/**
 * A candidate beside the policy in force: every operation is decided by both, and what it would
 * change is counted. It decides in a thread of its own, after the answer, so that no answer waits
 * for it and nothing it does wrong can touch one.
 */
import { createBacklog } from '../../lib/backlog.ts';
import type { OperationCoordinates } from '../pipeline/operation-coordinates.ts';
import type { DecidedOperation } from '../pipeline/types.ts';
import type { Decision, Policy } from '../policy/index.ts';
import {
  type Difference,
  difference,
  type ShadowTable,
  tableDifferences,
  type Uses,
  usesOf,
} from './compare.ts';
import { createReport, type DifferenceReport, type OperationCounts } from './report.ts';
import {
  createRunner,
  type Runner,
  type RunnerOptions,
  type RunnerStatus,
  type ShadowCandidate,
} from './runner.ts';
import type { ShadowFailure } from './thread.ts';

export interface Shadow {
  /** Takes the candidate before its place; whatever is wrong with this one is in the report. */
  readonly offer: (candidate: ShadowCandidate) => Promise<'running' | 'refused'>;
  /** Takes note of an operation that is over. Never throws, never waits. */
  readonly observe: (operation: DecidedOperation) => void;
  readonly report: () => ShadowReport;
  /** Resolves once all that was observed until now is compared. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ShadowReport extends RunnerStatus, DifferenceReport {
  /** Of the policy it is compared with. */
  readonly revisionInForce: string;
  readonly failures: Readonly<Record<string, number>>;
}

export interface ShadowOptions extends Omit<RunnerOptions, 'onFailure'> {
  readonly coordinates: OperationCoordinates;
  readonly now: () => Date;
  readonly count: {
    readonly compared: (outcome: keyof OperationCounts) => void;
    readonly different: (found: Difference & { readonly role: string }) => void;
    readonly failed: (kind: ShadowFailure) => void;
  };
}

/** Each holds on to its variables, which may be as large as a body. */
const BACKLOG_MAX = 500;
const SLICE_MS = 2;
/** So that questions to the other thread go there together. */
const AT_ONCE = 256;

/** @example const shadow = createShadow({ inForce: policies.current, … }); shadow.observe(operation) */
export function createShadow(options: ShadowOptions): Shadow {
  const { inForce, coordinates, now, count } = options;
  let pair = beginPair(inForce(), now);
  const runner = createRunner({
    ...options,
    onFailure: (kind) => {
      pair.failures.set(kind, (pair.failures.get(kind) ?? 0) + 1);
      count.failed(kind);
    },
  });

  /** Without a promise where it can be, which is most of the time. */
  function compare(operation: DecidedOperation): void | Promise<void> {
    const mine = pair;
    if (operation.policy !== mine.inForce) return settle(mine, operation, undefined);
    const found = differencesOf(runner, coordinates, operation);
    return found instanceof Promise
      ? found.then((late) => settle(mine, operation, late))
      : settle(mine, operation, found);
  }

  function settle(
    { report }: typeof pair,
    operation: DecidedOperation,
    found: readonly Difference[] | undefined,
  ): void {
    // Another candidate, or another policy in force: it is no news about these.
    if (report !== pair.report) return;
    const outcome = found === undefined ? 'uncompared' : found.length > 0 ? 'different' : 'same';
    report.count(outcome);
    count.compared(outcome);
    if (!found || found.length === 0) return;
    const { admission, operationName, operationHash } = operation;
    const { role, client, bankId } = admission.principal;
    for (const each of found) count.different({ ...each, role });
    const about = { role, operationName, operationHash, client, bankId };
    report.add(
      found.map((each) => ({ ...about, ...each })),
      admission.decisionId,
    );
  }

  const backlog = createBacklog<DecidedOperation>({
    itemsMax: BACKLOG_MAX,
    sliceMs: SLICE_MS,
    atOnce: AT_ONCE,
    work: compare,
    onError: () => count.failed('crashed'),
  });
  return {
    offer: (candidate) => {
      pair = beginPair(inForce(), now);
      return runner.start(candidate);
    },
    observe: (operation) => {
      if (runner.status().state !== 'running') return;
      if (inForce() !== pair.inForce) pair = beginPair(inForce(), now);
      if (backlog.push(operation)) return;
      pair.report.count('dropped');
      count.compared('dropped');
    },
    report: () => ({
      ...runner.status(),
      ...pair.report.read(),
      revisionInForce: pair.inForce.revision,
      failures: Object.fromEntries(pair.failures),
    }),
    settled: backlog.done,
    close: runner.end,
  };
}

/** A candidate beside one policy in force; what is counted is of these two. */
function beginPair(inForce: Policy, now: () => Date) {
  return { inForce, report: createReport(now), failures: new Map<ShadowFailure, number>() };
}

type Found = readonly Difference[] | undefined;

/** Undefined where the shadow has no decision, or nothing was decided. */
function differencesOf(
  runner: Runner,
  coordinates: OperationCoordinates,
  operation: DecidedOperation,
): Found | Promise<Found> {
  if (operation.reached.stage === 'admitted') return undefined;
  const shadow = runner.tableFor(operation.admission.principal.role);
  const compared = (table: ShadowTable | undefined) =>
    table && differencesFrom(table, runner, coordinates, operation);
  return shadow instanceof Promise ? shadow.then(compared) : compared(shadow);
}

function differencesFrom(
  shadow: ShadowTable,
  runner: Runner,
  coordinates: OperationCoordinates,
  operation: DecidedOperation,
): Found | Promise<Found> {
  const { reached, policy, admission } = operation;
  const authorization = reached.stage === 'authorized' ? reached.authorization : undefined;
  const live = authorization?.ofRole ?? policy.tableFor({ role: admission.principal.role });
  const tabled = tableDifferences(coordinates, operation, shadow.differences(live));
  const uses =
    authorization && usesOf(coordinates, authorization.valid, live, authorization.asked, shadow);
  if (!uses) return tabled;
  if (uses.tabled) return usedDifferently(uses, uses.tabled, tabled);
  return runner
    .decide(uses.question)
    .then((theirs) => theirs && usedDifferently(uses, theirs, tabled));
}

/** What was asked about takes the place of what the tables say of it. */
function usedDifferently(
  { question, ours }: Uses,
  theirs: readonly Decision[],
  tabled: readonly Difference[],
): readonly Difference[] {
  const asked = new Set(question.uses.map(({ coordinate }) => coordinate));
  const found = new Map(
    tabled.flatMap((each) => (asked.has(each.coordinate) ? [] : [[each.coordinate, each]])),
  );
  question.uses.forEach(({ coordinate }, index) => {
    const [one, other] = [ours[index], theirs[index]];
    const differs = one && other && difference(coordinate, one, other);
    if (differs) found.set(`${coordinate} ${differs.from} ${differs.to}`, differs);
  });
  return [...found.values()];
}
