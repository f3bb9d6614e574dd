import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { whatIsSeen } from './what-is-seen.ts';

const schema = buildSchema(`
  type Query { a: A node: Node lonely: Lonely either: Either when: When find(by: Filter): A must(by: Strict!): A }
  type A implements Node & Named { id: ID own: Int name(short: Boolean!): String }
  type B implements Lonely { id: ID }
  interface Node { id: ID }
  interface Named { name(short: Boolean!): String }
  interface Lonely { id: ID }
  union Either = A | B
  scalar When
  input Filter { open: Int other: Filter }
  input Strict { open: Int must: Int! }
`);

const hiding = (...hidden: string[]) => {
  const isShown = (coordinate: string) => !hidden.includes(coordinate);
  return whatIsSeen(schema, { output: isShown, input: isShown });
};

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['an interface and its fields with its last implementer', ['B'], ['Lonely', 'Query.lonely']],
  ['a field with an argument it requires', ['A.name(short:)'], ['A.name', 'Named.name', 'Named']],
  ['an input object with a field it requires', ['Strict.must'], ['Strict', 'Query.must']],
  [
    'an input object with its last field but for itself',
    ['Filter.open', 'Filter.other'],
    ['Filter', 'Query.find(by:)'],
  ],
  ['a union with its members', ['A', 'B'], ['Either', 'Query.either', 'Query.a']],
];

test.each(cases)('what goes: %s', (_, hidden, gone) => {
  const seen = hiding(...hidden);
  const isSeen = (coordinate: string) =>
    coordinate.includes('.') ? seen.member(coordinate) : seen.type(coordinate);
  expect(gone.filter(isSeen)).toEqual([]);
});

test('what stays: everything else, scalars and unions included', () => {
  const seen = hiding('B', 'A.own', 'Filter.open');
  for (const name of ['A', 'Node', 'Named', 'Either', 'When', 'Filter', 'ID', 'Boolean']) {
    expect(seen.type(name)).toBe(true);
  }
  for (const name of ['Query.when', 'Query.either', 'A.id', 'A.name(short:)', 'Query.find(by:)']) {
    expect(seen.member(name)).toBe(true);
  }
});

test('where only what is named is shown, introspection is there all the same', () => {
  const shown = ['Query', 'Query.a', 'A', 'A.own', 'Node', 'Node.id', 'Named', 'Named.name'];
  const isShown = (coordinate: string) => shown.includes(coordinate);
  const seen = whatIsSeen(schema, { output: isShown, input: isShown });
  expect(seen.type('__Schema')).toBe(true);
  expect(seen.type('__TypeKind')).toBe(true);
  expect(seen.member('__Type.name')).toBe(true);
  expect(seen.member('A.own')).toBe(true);
  expect(seen.member('Query.when')).toBe(false);
});
