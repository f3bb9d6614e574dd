/** Asks a policy what a log says it was asked, and compares what it says. */
import { LRUCache } from 'lru-cache';
import { parseDecision } from '../../gateway/policy/decision.ts';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT, tabledAsGiven } from '../../gateway/policy/index.ts';
import { canonicalize, type Json } from '../../lib/chain.ts';
import type { LoggedDecision } from '../decision-log.ts';
import type { ReplayVersion } from './versions.ts';

/** One decision that is another now. */
export interface Found {
  /** The coordinate; of a use, with its place among the uses. */
  readonly at: string;
  /** What the log has, and what the policy says to the same question. */
  readonly expected: unknown;
  readonly actual: unknown;
}

interface Answer {
  readonly value: unknown;
  /** Text of a logged result that was the same. */
  same?: string;
}

const ANSWERS_MAX = 20_000;

/** The decisions of an event that come out otherwise. */
export function createComparison(): (
  version: ReplayVersion,
  event: LoggedDecision,
) => readonly Found[] {
  const answers = new LRUCache<string, Answer>({ max: ANSWERS_MAX });
  return (version, event) => compare(answerTo(answers, version, event), event);
}

/** Questions repeat: most operations of a log are the same few of the same few roles. */
function answerTo(
  answers: LRUCache<string, Answer>,
  { revision, ask }: ReplayVersion,
  { path, input }: LoggedDecision,
): Answer {
  const key = `${revision} ${path} ${JSON.stringify(input)}`;
  const known = answers.get(key);
  if (known) return known;
  const answer = {
    value: asked(ask, path === ENTRYPOINT ? ENTRYPOINT : CONDITIONAL_ENTRYPOINT, input),
  };
  answers.set(key, answer);
  return answer;
}

/** What the policy says; an evaluation that fails is an answer too, and no decision is like it. */
function asked(
  ask: ReplayVersion['ask'],
  entrypoint: Parameters<ReplayVersion['ask']>[0],
  input: object,
): unknown {
  try {
    const results = ask(entrypoint, input);
    const [first]: readonly unknown[] = Array.isArray(results) ? results : [];
    return typeof first === 'object' && first !== null && 'result' in first
      ? first.result
      : { failed: 'no result' };
  } catch (thrown) {
    return { failed: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function compare(answer: Answer, event: LoggedDecision): readonly Found[] {
  const text = JSON.stringify(event.result) ?? '';
  if (answer.same === text) return [];
  const expected = partsOf(event, event.result);
  const actual = partsOf(event, answer.value);
  const found = [...new Set([...expected.keys(), ...actual.keys()])]
    .map((at) => ({ at, expected: expected.get(at), actual: actual.get(at) }))
    .filter((each) => textOf(each.expected) !== textOf(each.actual));
  if (found.length === 0) answer.same = text;
  return found;
}

/** A result's decisions, by what each is about; one that is of another shape is one part. */
function partsOf({ input }: LoggedDecision, result: unknown): ReadonlyMap<string, unknown> {
  if (Array.isArray(result)) {
    const uses: readonly unknown[] = Array.isArray(input.uses) ? input.uses : [];
    return new Map(
      result.map((decision, index) => [
        `${coordinateOf(uses[index])} (use ${index + 1})`,
        decision,
      ]),
    );
  }
  if (typeof result !== 'object' || result === null) return new Map([['result', result]]);
  return new Map(Object.entries(result));
}

function coordinateOf(use: unknown): string {
  return typeof use === 'object' && use !== null && 'coordinate' in use
    ? String(use.coordinate)
    : '?';
}

/** Decisions that mean the same are the same, whatever else a policy says beside them. */
function textOf(decision: unknown): string {
  if (decision === undefined) return 'missing';
  const parsed = parseDecision(decision);
  return parsed ? canonicalize(tabledAsGiven(parsed)) : canonicalize(toJson(decision));
}

function toJson(value: unknown): Json {
  const parsed: Json = JSON.parse(JSON.stringify(value) ?? 'null');
  return parsed;
}
