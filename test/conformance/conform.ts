/** Compares what the gateway does with what the reference says, for every role, field and path. */
import { isDeepStrictEqual } from 'node:util';
import { isInterfaceType, isObjectType, parse } from 'graphql';
import type { Oracle } from '../support/oracle.ts';
import type { Answered, Asking, Sent } from './gateway.ts';
import type { Graph } from './graph.ts';
import { createReference, type Outcome } from './reference.ts';
import { type Feature, type Route, routesOf } from './routes.ts';
import { SPELLINGS, spell } from './spellings.ts';
import type { Subject } from './subjects.ts';

export type Effect = (typeof EFFECTS)[number];
export const EFFECTS = ['value', 'masked', 'denied', 'invalid', 'not run'] as const;

/** One role, one field, one path to it, and what must come out. */
export interface Cell {
  readonly role: string;
  readonly coordinate: string;
  readonly spelling: string;
  readonly features: ReadonlySet<Feature>;
  readonly sent: Sent;
  readonly expected: Outcome;
  readonly effect: Effect;
}

/** Every cell there is, expectations included; the gateway is not asked for them. */
export function* cellsOf({ graph, oracle }: Subject): Generator<Cell> {
  const reference = createReference(graph.apiSchema, oracle);
  const siblings = siblingsIn(graph);
  const routes = routesOf(graph.apiSchema, graph.subgraphs);
  for (const role of oracle.roles) {
    for (const route of routes) {
      for (const spelling of SPELLINGS) {
        const sent = spell(route, spelling, siblings);
        // A mutation by GET is refused before anyone looks at it.
        if (route.operation === 'mutation' && sent.method === 'GET') continue;
        const { query, operationName, variables } = sent;
        const expected = reference(role, {
          document: parse(query),
          ...(operationName === undefined ? {} : { operationName }),
          ...(variables ? { variables } : {}),
        });
        const effect = effectOf(oracle, role, route, spelling, expected);
        const { coordinate, features } = route;
        yield { role, coordinate, spelling, features, sent, expected, effect };
      }
    }
  }
}

/** Asks the gateway. @returns what differs, undefined where nothing does. */
export async function compare(
  { oracle }: Subject,
  asking: Asking,
  { role, spelling, sent, expected }: Cell,
): Promise<string | undefined> {
  const answered = await asking.ask(role, sent);
  const difference = differenceOf(oracle, role, expected, answered);
  return difference && `${role}, ${spelling}: ${sent.query}\n    ${difference}`;
}

/** Undefined where the answer is as expected and nothing was fetched that the role may not read. */
export function differenceOf(
  oracle: Oracle,
  role: string,
  expected: Outcome,
  { outcome, fetched }: Answered,
): string | undefined {
  if (!isDeepStrictEqual(outcome, expected)) {
    return `expected ${JSON.stringify(expected)}\n    got      ${JSON.stringify(outcome)}`;
  }
  const leaked = [...fetched].filter((coordinate) => isWithheld(oracle, role, coordinate));
  return leaked.length > 0 ? `fetched although denied: ${leaked.join(', ')}` : undefined;
}

function isWithheld(oracle: Oracle, role: string, coordinate: string): boolean {
  const { effect } = oracle.expect(role, coordinate);
  return (effect === 'deny' || effect === 'hide') && !oracle.isPlumbing(coordinate);
}

function siblingsIn({ apiSchema }: Graph): (typeName: string) => readonly string[] {
  return (typeName) => {
    const type = apiSchema.getType(typeName);
    return isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
  };
}

function effectOf(
  oracle: Oracle,
  role: string,
  { coordinate }: Route,
  spelling: string,
  expected: Outcome,
): Effect {
  if (expected.kind === 'invalid') return 'invalid';
  if (spelling === 'an operation that does not run') return 'not run';
  if (expected.denied.length > 0) return 'denied';
  if (spelling === 'skipped by a variable') return 'not run';
  return oracle.expect(role, coordinate).effect === 'mask' ? 'masked' : 'value';
}
