import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { type VisitedField, walkFields } from './walk-fields.ts';

const schema = buildSchema(`
  type Query { a: A node: [Node!]! either: Either x: Int }
  type Mutation { change: A }
  interface Node { id: ID a: A }
  type A implements Node { id: ID a: A own: Int }
  type B implements Node { id: ID a: A }
  type C { id: ID }
  union Either = A | C
`);

function visitsOf(
  text: string,
  visit: (visited: VisitedField) => boolean = () => true,
  of = schema,
): readonly string[] {
  const document = parse(text);
  const visits: string[] = [];
  const scope = { schema: of, fragments: fragmentsOf(document), variables: { no: false } };
  walkFields(scope, operationOf(document), (visited) => {
    visits.push(`${visited.path.join('.')} ${visited.type.name}.${visited.field.name}`);
    return visit(visited);
  });
  return visits;
}

test.each<readonly [string, string, readonly string[]]>([
  [
    'by path and type',
    '{ a { a { own } } x }',
    ['a Query.a', 'a.a A.a', 'a.a.own A.own', 'x Query.x'],
  ],
  [
    'in a fragment without a type',
    '{ ... { a { ... @skip(if: false) { id } } } }',
    ['a Query.a', 'a.id A.id'],
  ],
  ['by alias', '{ b: a { i: id } }', ['b Query.a', 'b.i A.id']],
  [
    'on each type of an interface',
    '{ node { id ... on A { own } } }',
    ['node Query.node', 'node.id A.id', 'node.own A.own', 'node.id B.id'],
  ],
  [
    'on each member of a union',
    '{ either { ... on Node { id } ... on C { id } } }',
    ['either Query.either', 'either.id A.id', 'either.id C.id'],
  ],
  [
    'once under one key, with all that is asked below it',
    '{ a { id } a { own } ...F } fragment F on Query { a { id } }',
    ['a Query.a', 'a.id A.id', 'a.own A.own'],
  ],
  [
    'but fragments on another type, or on what is none',
    '{ a { ... on C { id } ... on ID { id } ... on Nowhere { id } ... on Either { own } } }',
    ['a Query.a', 'a.own A.own'],
  ],
  ['of a mutation', 'mutation { change { id } }', ['change Mutation.change', 'change.id A.id']],
  ['but what is skipped', 'query ($no: Boolean!) { a @include(if: $no) { id } x }', ['x Query.x']],
  [
    'but introspection and __typename',
    '{ __schema { types { name } } a { __typename } }',
    ['a Query.a'],
  ],
  ['but what is not in the schema', '{ a { nosuch } nosuch }', ['a Query.a']],
  ['none of a kind the schema has none of', 'subscription { a { id } }', []],
])('fields are visited %s', (_, text, expected) => {
  expect(visitsOf(text)).toEqual(expected);
});

test('what is refused is not descended into', () => {
  const visits = visitsOf('{ a { a { id } own } x }', ({ path }) => path.join('.') !== 'a.a');
  expect(visits).toEqual(['a Query.a', 'a.a A.a', 'a.own A.own', 'x Query.x']);
});

test('all the nodes that share a key are told', () => {
  const counts: number[] = [];
  visitsOf('{ a { id } a { own } x }', ({ nodes }) => counts.push(nodes.length) > 0);
  expect(counts).toEqual([2, 1, 1, 1]);
});

test('a fragment counts once in a selection, however often it is spread', () => {
  const counts: number[] = [];
  const fragments = Array.from({ length: 60 }, (_, level) => {
    const next = level === 59 ? 'x' : `...F${level + 1} ... { ...F${level + 1} }`;
    return `fragment F${level} on Query { ${next} }`;
  });
  visitsOf(`{ ...F0 ...F0 } ${fragments.join(' ')}`, ({ nodes }) => counts.push(nodes.length) > 0);
  expect(counts).toEqual([1]);
});

test('an operation that unfolds to too much is not walked to its end', () => {
  const types = Array.from({ length: 99 }, (_, index) => `type T${index} implements I { id: ID }`);
  const wide = buildSchema(`type Query { i: I x: Int } interface I { id: ID } ${types.join(' ')}`);
  const fields = Array.from({ length: 200 }, (_, index) => `a${index}: i { id }`).join(' ');
  const visitAll = () => true;
  expect(visitsOf(`{ ${fields} }`, visitAll, wide)).toHaveLength(20_000);
  expect(() => visitsOf(`{ ${fields} x }`, visitAll, wide)).toThrow(RangeError);
});
