/** AccessTable: the policy's decision for every coordinate, for one class of principal. */
import { type Decision, NOT_MENTIONED, POLICY_FAILED, parseDecision } from './decision.ts';
import type { Evaluate } from './wasm.ts';

/** Why the policy gave no usable answer; the value of a metric's label. */
export type FailureKind =
  | 'trap'
  | 'thrown_string'
  | 'empty_result'
  | 'not_an_object'
  | 'missing_coordinate'
  | 'bad_decision';

export interface AccessTable {
  /** Policy revision, schema hash and attributes: what the decisions depend on, and nothing else. */
  readonly key: string;
  readonly revision: string;
  readonly role: string;
  /** The decision; a coordinate that is not in the table is hidden. */
  decide(coordinate: string): Decision;
  /** Whether the coordinate is in the caller's schema. */
  visible(coordinate: string): boolean;
}

/** What a table is made from. */
export interface TableSource {
  readonly key: string;
  readonly revision: string;
  readonly role: string;
  readonly coordinates: readonly string[];
  readonly evaluate: Evaluate;
  readonly onFailure: (kind: FailureKind) => void;
}

/** A table and whether the policy decided all of it; one that is not whole must not be kept. */
export interface BuiltTable {
  readonly table: AccessTable;
  readonly whole: boolean;
}

/** Asks the policy about all coordinates in one call. Whatever goes wrong denies, and is told. */
export function buildAccessTable(source: TableSource): BuiltTable {
  const decisions = new Map<string, Decision>();
  let whole = true;
  const fail = (kind: FailureKind): void => {
    whole = false;
    source.onFailure(kind);
  };
  const answer = ask(source, fail);
  for (const coordinate of source.coordinates) {
    if (answer === undefined) decisions.set(coordinate, POLICY_FAILED);
    else decisions.set(coordinate, decisionIn(answer, coordinate, fail));
  }
  return { table: tableOf(source, decisions), whole };
}

/** The answer's decisions by coordinate; undefined, and told why, when there is no such answer. */
function ask(
  { role, coordinates, evaluate }: TableSource,
  fail: (kind: FailureKind) => void,
): ReadonlyMap<string, unknown> | undefined {
  let results: unknown;
  try {
    results = evaluate({ subject: { role }, coordinates });
  } catch (thrown) {
    // opa-wasm throws bare strings for what the policy itself aborts with.
    fail(typeof thrown === 'string' ? 'thrown_string' : 'trap');
    return undefined;
  }
  const first: unknown = Array.isArray(results) && results.length === 1 ? results[0] : undefined;
  const answer = isObject(first) && Object.hasOwn(first, 'result') ? first.result : undefined;
  if (answer === undefined) {
    fail('empty_result');
    return undefined;
  }
  if (!isObject(answer)) {
    fail('not_an_object');
    return undefined;
  }
  return new Map(Object.entries(answer));
}

function decisionIn(
  answer: ReadonlyMap<string, unknown>,
  coordinate: string,
  fail: (kind: FailureKind) => void,
): Decision {
  if (!answer.has(coordinate)) {
    fail('missing_coordinate');
    return POLICY_FAILED;
  }
  const decision = parseDecision(answer.get(coordinate));
  if (decision !== undefined) return decision;
  fail('bad_decision');
  return POLICY_FAILED;
}

function tableOf(
  { key, revision, role }: TableSource,
  decisions: ReadonlyMap<string, Decision>,
): AccessTable {
  const decide = (coordinate: string): Decision =>
    decisions.get(typeOfTypename(coordinate) ?? coordinate) ?? NOT_MENTIONED;
  return Object.freeze({
    key,
    revision,
    role,
    decide,
    visible: (coordinate: string) => decide(coordinate).effect !== 'hide',
  });
}

/** `Payment.__typename` says no more than that there is a Payment: it follows the type. */
function typeOfTypename(coordinate: string): string | undefined {
  return coordinate.endsWith('.__typename')
    ? coordinate.slice(0, -'.__typename'.length)
    : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
