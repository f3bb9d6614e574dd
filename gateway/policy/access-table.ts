/** AccessTable: the policy's decision for every coordinate, for one class of principal. */
import { isObject, soleResult } from './ask.ts';
import {
  type Decision,
  type DependsOn,
  NOT_MENTIONED,
  POLICY_FAILED,
  parseDecision,
} from './decision.ts';
import { type Limits, parseLimits, STRICTEST } from './limits.ts';
import type { Evaluate } from './wasm.ts';

/** Why the policy gave no usable answer; the value of a metric's label. */
export type FailureKind =
  | 'trap'
  | 'thrown_string'
  | 'empty_result'
  | 'not_an_object'
  | 'missing_coordinate'
  | 'bad_decision'
  | 'bad_limits'
  | 'bad_document_mode'
  | 'not_a_list'
  | 'misaligned';

export interface AccessTable {
  /** Policy revision, schema hash and attributes: what the decisions depend on, and nothing else. */
  readonly key: string;
  readonly revision: string;
  readonly role: string;
  /** How large and costly an operation may be. */
  readonly limits: Limits;
  /** The decision; a coordinate that is not in the table is hidden. */
  decide(coordinate: string): Decision;
  /** Whether the coordinate is in the caller's schema. */
  visible(coordinate: string): boolean;
  /** Whether the operation has a say: then the decision is `Policy.decideConditional`'s. */
  isConditional(coordinate: string): boolean;
  /** Whether a permission held for a time could open it; then the decision is made with grants. */
  isElevatable(coordinate: string): boolean;
}

/** What a table is made from. */
export interface TableSource {
  readonly key: string;
  readonly revision: string;
  readonly role: string;
  readonly coordinates: readonly string[];
  /** Those that are arguments, input fields or enum values: they have no value to mask. */
  readonly inputs?: ReadonlySet<string>;
  readonly evaluate: Evaluate;
  /** Asks the policy for the role's limits; without it nothing fits. */
  readonly evaluateLimits?: (input: { readonly subject: { readonly role: string } }) => unknown;
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
    else decisions.set(coordinate, decisionIn(source, answer, coordinate, fail));
  }
  return { table: tableOf(source, decisions, limitsFor(source, fail)), whole };
}

/** The answer's decisions by coordinate; undefined, and told why, when there is no such answer. */
function ask(
  { role, coordinates, evaluate }: TableSource,
  fail: (kind: FailureKind) => void,
): ReadonlyMap<string, unknown> | undefined {
  const answer = soleResult(() => evaluate({ subject: { role }, coordinates }), fail);
  if (answer === undefined) return undefined;
  if (!isObject(answer)) {
    fail('not_an_object');
    return undefined;
  }
  return new Map(Object.entries(answer));
}

function decisionIn(
  { inputs }: TableSource,
  answer: ReadonlyMap<string, unknown>,
  coordinate: string,
  fail: (kind: FailureKind) => void,
): Decision {
  if (!answer.has(coordinate)) {
    fail('missing_coordinate');
    return POLICY_FAILED;
  }
  const decision = parseDecision(answer.get(coordinate));
  const isMaskedInput = decision?.effect === 'mask' && inputs?.has(coordinate);
  if (decision !== undefined && !isMaskedInput) return decision;
  fail('bad_decision');
  return POLICY_FAILED;
}

/** Limits that can't be read are the strictest: an operation too large is refused, never run. */
function limitsFor(
  { role, evaluateLimits }: TableSource,
  fail: (kind: FailureKind) => void,
): Limits {
  if (evaluateLimits === undefined) return STRICTEST;
  try {
    const limits = parseLimits(evaluateLimits({ subject: { role } }));
    if (limits !== undefined) return limits;
  } catch {
    // Told below, like an answer that is none.
  }
  fail('bad_limits');
  return STRICTEST;
}

function tableOf(
  { key, revision, role }: TableSource,
  decisions: ReadonlyMap<string, Decision>,
  limits: Limits,
): AccessTable {
  const decide = (coordinate: string): Decision =>
    decisions.get(typeOfTypename(coordinate) ?? coordinate) ?? NOT_MENTIONED;
  return Object.freeze({
    key,
    revision,
    role,
    limits,
    decide,
    visible: (coordinate: string) => decide(coordinate).effect !== 'hide',
    isConditional: (coordinate: string) => isOneOf(decide(coordinate), 'condition', 'both'),
    isElevatable: (coordinate: string) => isOneOf(decide(coordinate), 'elevation', 'both'),
  });
}

function isOneOf({ dependsOn }: Decision, ...kinds: readonly DependsOn[]): boolean {
  return dependsOn !== undefined && kinds.includes(dependsOn);
}

/** `Payment.__typename` says no more than that there is a Payment: it follows the type. */
export function typeOfTypename(coordinate: string): string | undefined {
  return coordinate.endsWith('.__typename')
    ? coordinate.slice(0, -'.__typename'.length)
    : undefined;
}
