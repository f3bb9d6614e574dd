import { buildSchema, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { prune, TYPENAME_KEY } from './prune.ts';

const schema = buildSchema(`
  interface Node { id: ID, secret: String }
  type A implements Node { id: ID, secret: String, other: B }
  type B implements Node { id: ID, secret: String, list: [A] }
  union Either = A | B
  interface Lone { id: ID }
  type C implements Lone { id: ID }
  type Query { node: Node, a(id: ID): A, b: B, either: Either }
  type Mutation { change(to: Int): A }
`);

const typename = `${TYPENAME_KEY}: __typename`;

const cases: readonly (readonly [string, string, readonly string[], string | undefined])[] = [
  ['a withheld field is gone', '{ a { id secret } }', ['A.secret'], '{ a { id } }'],
  ['under any alias', '{ a { id x: secret id2: secret } }', ['A.secret'], '{ a { id } }'],
  [
    'a parent whose subfields are all withheld keeps its typename, so its nulls are known',
    '{ a { secret } }',
    ['A.secret'],
    `{ a { ${typename} } }`,
  ],
  ['nothing is left of a withheld root', '{ a { id } }', ['Query.a'], undefined],
  [
    'nor of a withheld mutation',
    'mutation { change(to: 1) { id } }',
    ['Mutation.change'],
    undefined,
  ],
  [
    'introspection roots are not sent to subgraphs',
    '{ __schema { types { name } } }',
    [],
    undefined,
  ],
  [
    'a fragment left empty goes with its spreads',
    '{ a { id ...F } } fragment F on A { secret }',
    ['A.secret'],
    '{ a { id } }',
  ],
  [
    'a field withheld inside a named fragment is gone',
    '{ a { ...F } } fragment F on A { id secret }',
    ['A.secret'],
    '{ a { ... { id } } }',
  ],
  [
    'variables that only withheld parts used are gone',
    'query Q($id: ID, $n: ID) { a(id: $id) { id } x: a(id: $n) { secret } b { secret } }',
    ['B.secret', 'Query.b'],
    `query Q($id: ID, $n: ID) { a(id: $id) { id } x: a(id: $n) { secret } }`,
  ],
  [
    'and the unused ones leave no definition behind',
    'query Q($skip: Boolean!) { a { id secret @skip(if: $skip) } }',
    ['A.secret'],
    'query Q { a { id } }',
  ],
  [
    'a fragment on an interface of a concrete parent is written out without its condition',
    '{ a { ...N } } fragment N on Node { id ... on A { other { id } } ... on B { list { id } } }',
    [],
    '{ a { ... { id ... { other { id } } } } }',
  ],
  [
    'directives of a fragment stay with what it held',
    'query ($no: Boolean!) { a { ...N @skip(if: $no) } } fragment N on A { id }',
    [],
    'query ($no: Boolean!) { a { ... @skip(if: $no) { id } } }',
  ],
  [
    'a field on an interface withheld for one implementer is asked of the others only',
    '{ node { id secret } }',
    ['A.secret'],
    `{ node { id ... on B { secret } ${typename} } }`,
  ],
  [
    '__typename the client asks for stays',
    '{ a { __typename t: __typename } }',
    [],
    '{ a { __typename t: __typename } }',
  ],
  [
    'a fragment that can never apply to a concrete parent is gone',
    '{ a { id ... on B { list { id } } ...O } } fragment O on B { list { id } }',
    [],
    '{ a { id } }',
  ],
  [
    'an abstract field left without readable fields asks for its typename once',
    '{ node { secret } }',
    ['A.secret', 'B.secret'],
    `{ node { ${typename} } }`,
  ],
  [
    'a field the schema does not have asks nothing',
    '{ a { id nosuch } nosuch }',
    [],
    '{ a { id } }',
  ],
  ['a fragment nobody defines asks nothing', '{ a { id ...Nowhere } }', [], '{ a { id } }'],
  [
    'a fragment on no composite type asks nothing',
    '{ a { id ... on ID { x } } }',
    [],
    '{ a { id } }',
  ],
  [
    'a field the schema asks of a type asks nothing of a union of it',
    '{ either { id ... on A { id } } }',
    [],
    `{ either { ... on A { id } ${typename} } }`,
  ],
  [
    'a fragment on an interface left empty goes',
    '{ either { ... on Node { secret } ... on A { id } } }',
    ['A.secret', 'B.secret'],
    `{ either { ... on A { id } ${typename} } }`,
  ],
  [
    'a fragment on an interface that a concrete parent has not is gone',
    '{ a { id ... on Lone { id } } }',
    [],
    '{ a { id } }',
  ],
  [
    'a fragment without a type stays as it is',
    '{ ... { a { ... @skip(if: true) { id secret } } } }',
    ['A.secret'],
    '{ ... { a { ... @skip(if: true) { id } } } }',
  ],
  ['an object asked for nothing is asked for its typename', '{ a }', [], `{ a { ${typename} } }`],
  [
    'nothing is left of a kind of operation the schema has none of',
    'subscription { a { id } }',
    [],
    undefined,
  ],
  [
    'a union keeps its readable members',
    '{ either { ... on A { secret } ... on B { id } } }',
    ['A.secret'],
    `{ either { ... on B { id } ${typename} } }`,
  ],
];

test.each(cases)('%s', (_, text, withheld, expected) => {
  const document = parse(text);
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: (type, node) => withheld.includes(`${type}.${node.name.value}`),
  });
  expect(pruned.document && print(pruned.document)).toBe(
    expected === undefined ? undefined : print(parse(expected)),
  );
});

test('where shaping needs no types none are asked for', () => {
  const document = parse('{ node { id } either { ... on A { id } } }');
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: false,
    isWithheld: () => false,
  });
  expect(pruned.document && print(pruned.document)).toBe(print(document));
});

test('what is left undefined is said to be', () => {
  const document = parse('mutation { change { id } }');
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: () => true,
  });
  expect(pruned).toStrictEqual({ document: undefined, operation: undefined });
});

test('response keys that are fetched as they are asked for stay', () => {
  const document = parse('{ a { id x: id id: id } }');
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: () => false,
    keyOf: ({ alias, name }) => (alias ?? name).value,
  });
  expect(pruned.document && print(pruned.document)).toBe(print(document));
});

test('response keys that are not are fetched as they are told', () => {
  const document = parse('{ a { id x: id } }');
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: () => false,
    keyOf: ({ alias, name }) => (alias ? `my_${alias.value}` : name.value),
  });
  expect(pruned.document && print(pruned.document)).toBe(print(parse('{ a { id my_x: id } }')));
});

test.each([
  ['below a field that is left', '{ a { secret } b { id } }', 1],
  ['where something is left', '{ a { id secret } }', 0],
  ['below a field that is withheld itself', '{ node { secret } b { secret } }', 1],
])('it is told that nothing is left: %s', (_, text, times) => {
  let emptied = 0;
  const abstract: string[] = [];
  const document = parse(text);
  prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: (_type, { name }) => ['secret', 'node'].includes(name.value),
    onEmptied: () => {
      emptied += 1;
    },
    onAbstract: (types) => abstract.push(...types),
  });
  expect(emptied).toBe(times);
  expect(abstract).toEqual([]);
});

test('the concrete types behind an interface or a union are told', () => {
  const told: string[] = [];
  const document = parse('{ node { id } either { ... on B { id } } }');
  prune(schema, fragmentsOf(document), operationOf(document), {
    withTypenames: true,
    isWithheld: () => false,
    onAbstract: (types) => told.push(types.join()),
  });
  expect(told).toEqual(['A,B', 'A,B']);
});
