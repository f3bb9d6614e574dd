/** What holds of every operation; a counterexample is a text that says all of it. */
import { isDeepStrictEqual } from 'node:util';
import { parse, validate } from 'graphql';
import { differenceOf } from '../conformance/conform.ts';
import type { Answered, Sent } from '../conformance/gateway.ts';
import type { Outcome } from '../conformance/reference.ts';
import { generateOperation } from './generate.ts';
import { EVERYTHING, type Playground } from './graphs.ts';
import { asSent, type Operation } from './operation.ts';
import { revealedMore } from './revealed-more.ts';
import { type Renaming, rewrite } from './rewrites.ts';
import { splitInTwo } from './split.ts';
import { createEndlessTape, createTape } from './tape.ts';

/** How many operations were sent, by what for. */
export interface Counts {
  generated: number;
  sent: number;
  invalid: number;
}

/** Undefined where all properties hold. */
export async function counterexample(
  playground: Playground,
  tapes: { readonly operation: readonly number[]; readonly rewriting: number },
  counts: Counts,
): Promise<string | undefined> {
  const { apiSchema } = playground.graph;
  const operation = generateOperation(apiSchema, createTape(tapes.operation));
  const tape = createEndlessTape(tapes.rewriting);
  const role = tape.oneOf(playground.roles);
  const sent = asSent(operation);
  counts.generated += 1;
  // Selections that can't be merged are not worth avoiding while generating.
  if (validate(apiSchema, parse(sent.query)).length > 0) {
    counts.invalid += 1;
    return undefined;
  }
  const ask = (asked: Sent, as = role) => {
    counts.sent += 1;
    return playground.asking.ask(as, asked);
  };
  const base = await ask(sent);
  const wrong = await againstReference(playground, role, sent, base);
  if (wrong) return told('the oracle disagrees', role, [sent], wrong);

  const rewritten = rewrite(apiSchema, operation, tape);
  const otherwise = asSent(rewritten.operation);
  const again = await ask(otherwise);
  const changed = changeOf(renamed(base.outcome, rewritten.renaming), again.outcome);
  if (changed) return told('written otherwise', role, [sent, otherwise], changed);

  const parts = tape.chance(30) ? splitInTwo(operation, tape) : [];
  if (parts.length > 0) {
    const both = await asEach(parts, ask);
    const merged = mergedOf(both.map(({ outcome }) => outcome));
    const split = changeOf(base.outcome, merged);
    if (split) return told('split in two', role, [sent, ...parts.map(asSent)], split);
  }

  const lesser = playground.lesser.get(role) ?? [];
  if (lesser.length === 0 || !tape.chance(40)) return undefined;
  const less = tape.oneOf(lesser);
  const other = await ask(sent, less);
  const raw = referenceOutcome(playground, EVERYTHING, sent);
  const more = revealedMore(other.outcome, base.outcome, raw);
  return more ? told(`${less} sees more`, role, [sent], more) : undefined;
}

async function asEach(
  parts: readonly Operation[],
  ask: (sent: Sent) => Promise<Answered>,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const part of parts) answers.push(await ask(asSent(part)));
  return answers;
}

function referenceOutcome(playground: Playground, role: string, sent: Sent): Outcome {
  const { query, variables } = sent;
  return playground.reference(role, {
    document: parse(query),
    ...(variables ? { variables } : {}),
  });
}

/**
 * graphql-js ends an object at the first non-null field that fails and does not tell of its other
 * fields (GraphQL §6.4.4 leaves it open), so only what it tells must be told by the gateway too.
 */
async function againstReference(
  playground: Playground,
  role: string,
  sent: Sent,
  answered: Answered,
): Promise<string | undefined> {
  const expected = referenceOutcome(playground, role, sent);
  const { outcome } = answered;
  const difference = differenceOf(playground.oracle, role, expected, answered);
  if (!difference || expected.kind !== 'answered' || outcome.kind !== 'answered') return difference;
  const told = new Set(outcome.denied);
  const isMore = expected.denied.every((each) => told.has(each));
  if (!isMore || !isDeepStrictEqual(expected.data, outcome.data)) return difference;
  return differenceOf(playground.oracle, role, { ...expected, denied: outcome.denied }, answered);
}

type AnyOutcome = Answered['outcome'];

function changeOf(before: AnyOutcome, after: AnyOutcome): string | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  return `before ${JSON.stringify(before)}\n    after  ${JSON.stringify(after)}`;
}

function renamed(outcome: AnyOutcome, renaming: Renaming): AnyOutcome {
  if (outcome.kind !== 'answered' || renaming.size === 0) return outcome;
  const nameOf = (key: string) => renaming.get(key) ?? key;
  const inData = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inData);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [nameOf(key), inData(inner)]),
    );
  };
  const denied = outcome.denied.map((text) => {
    const [path = '', coordinate] = text.split(' ');
    return `${path.split('.').map(nameOf).join('.')} ${coordinate}`;
  });
  return { kind: 'answered', data: inData(outcome.data), denied: denied.sort() };
}

function mergedOf(outcomes: readonly AnyOutcome[]): AnyOutcome {
  const other = outcomes.find(({ kind }) => kind !== 'answered');
  if (other) return other;
  const answered = outcomes.filter((each) => each.kind === 'answered');
  return {
    kind: 'answered',
    data: Object.assign({}, ...answered.map(({ data }) => data)),
    denied: answered.flatMap(({ denied }) => denied).sort(),
  };
}

function told(what: string, role: string, sent: readonly Sent[], difference: string): string {
  const operations = sent.map(({ query, variables }) => `${query}\n${JSON.stringify(variables)}`);
  return [`${what}, as ${role}:`, ...operations, `    ${difference}`].join('\n');
}
