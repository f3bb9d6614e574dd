/** Decisions that depend on what an operation says: its arguments, the time, an elevation. */
import { canonicalize, type Json } from '../../lib/chain.ts';
import type { FailureKind } from './access-table.ts';
import { soleResult } from './ask.ts';
import { type Decision, POLICY_FAILED, parseDecision } from './decision.ts';

/** One use of a conditional coordinate. */
export interface CoordinateUse {
  readonly coordinate: string;
  /** Coerced values by argument, defaults filled in. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A permission the subject was given for a time. */
export interface ElevationGrant {
  readonly permission: string;
  readonly until: Date;
}

/** Everything a conditional decision may depend on. */
export interface ConditionalQuestion {
  readonly attributes: { readonly role: string };
  readonly now: Date;
  readonly grants: readonly ElevationGrant[];
  readonly uses: readonly CoordinateUse[];
}

/** What the policy reads: each different use once, in an order that is the questions' own. */
export interface ConditionalInput {
  /** Canonical JSON (RFC 8785): questions that mean the same are the same text. */
  readonly text: string;
  /** Place in the input's uses of each use of the question. */
  readonly places: readonly number[];
}

/** Of all uses; the largest a client of ours sends has some 2,000. */
const CHARACTERS_MAX = 1_000_000;

/**
 * The input for a question. Whether a value came as a literal, by a variable or from a default,
 * and in which order uses, arguments and grants were named, leaves no trace in it.
 *
 * @throws {TypeError} on a value that has no canonical form, {RangeError} on a date that is none or
 *   on more text than a policy should read: aliases repeat a variable, and all others would wait.
 */
export function conditionalInput(question: ConditionalQuestion): ConditionalInput {
  let characters = 0;
  const texts = question.uses.map((use) => {
    const text = canonicalize({ coordinate: use.coordinate, arguments: toJson(use.arguments) });
    characters += text.length;
    if (characters > CHARACTERS_MAX) throw new RangeError('the arguments are too large to decide');
    return text;
  });
  const uses = [...new Set(texts)].sort();
  const placeOf = new Map(uses.map((text, place) => [text, place]));
  const grants = question.grants.map(({ permission, until }) =>
    canonicalize({ permission, until: until.toISOString() }),
  );
  const head = canonicalize({
    subject: { role: question.attributes.role },
    now: question.now.toISOString(),
  });
  const lists = `"grants":[${[...new Set(grants)].sort().join()}],"uses":[${uses.join()}]`;
  return {
    text: `${head.slice(0, -1)},${lists}}`,
    places: texts.map((text) => placeOf.get(text) ?? -1),
  };
}

/**
 * Asks once about all uses: one decision for each, in their order. Whatever goes wrong denies
 * all of them, and is told.
 */
export function decideUses(
  question: ConditionalQuestion,
  evaluate: (input: object) => unknown,
  onFailure: (kind: FailureKind) => void,
): readonly Decision[] {
  if (question.uses.length === 0) return [];
  const denied = question.uses.map(() => POLICY_FAILED);
  let places: readonly number[] = [];
  const answer = soleResult(() => {
    const { text, ...canonical } = conditionalInput(question);
    places = canonical.places;
    const input: object = JSON.parse(text);
    return evaluate(input);
  }, onFailure);
  if (answer === undefined) return denied;
  if (!Array.isArray(answer)) {
    onFailure('not_a_list');
    return denied;
  }
  if (answer.length !== new Set(places).size) {
    onFailure('misaligned');
    return denied;
  }
  const decisions = answer.map((each: unknown) => parseDecision(each));
  if (decisions.includes(undefined)) onFailure('bad_decision');
  return places.map((place) => decisions[place] ?? POLICY_FAILED);
}

/** Coerced values as JSON: what is undefined is not there, and what is no plain value is text. */
function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`an argument is data, not ${typeof value}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, toJson(member)]));
}
