import { buildSchema, execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { prune, TYPENAME_KEY } from './prune.ts';
import { shape, type Treatment } from './shape.ts';

const schema = buildSchema(`
  interface Node { id: ID, secret: String }
  type A implements Node { id: ID, secret: String, must: String!, masked: String, b: B, numbers: [Int!] }
  type B implements Node { id: ID!, secret: String, must: String!, list: [B!], loose: [B] }
  type Query { a: A, b: B, node: [Node], strict: B! }
`);

/** Shapes `data` for the operation; `rules` names what is withheld (−) and altered (=). */
function shaped(
  text: string,
  data: unknown,
  rules: Readonly<Record<string, Treatment>> = {},
  variables: Readonly<Record<string, unknown>> = {},
) {
  const document = parse(text);
  const withheld: string[] = [];
  const result = shape(
    { schema, fragments: fragmentsOf(document), variables },
    operationOf(document),
    data,
    {
      treat: (type, [node]) => rules[`${type}.${node?.name.value}`] ?? { kind: 'show' },
      onWithheld: (type, [node], path) =>
        withheld.push(`${type}.${node?.name.value} ${path.join('.')}`),
      mayShow: (type) => rules[type]?.kind !== 'withhold',
      onWithheldType: (type, path) => withheld.push(`${type} ${path.join('.')}`),
      introspection: { __schema: { types: [] } },
    },
  );
  return { data: result === null ? null : JSON.parse(JSON.stringify(result)), withheld };
}

const WITHHOLD: Treatment = { kind: 'withhold' };

test('only what was asked for comes out, in the order it was asked for', () => {
  const { data } = shaped('{ b { id } a { secret id } }', {
    a: { id: '1', secret: 's', extra: 'never' },
    b: { id: '2' },
    _internal: 1,
  });
  expect(JSON.stringify(data)).toBe('{"b":{"id":"2"},"a":{"secret":"s","id":"1"}}');
});

test('a withheld field is null with one report per response path, aliases included', () => {
  const b = { id: '1', loose: [{ id: '2' }, { id: '3' }, null] };
  const rules = { 'B.secret': WITHHOLD };
  const { data, withheld } = shaped('{ b { loose { id x: secret } } }', { b }, rules);
  expect(data).toEqual({
    b: { loose: [{ id: '2', x: null }, { id: '3', x: null }, null] },
  });
  expect(withheld).toEqual(['B.secret b.loose.0.x', 'B.secret b.loose.1.x']);
});

test('a value that came back for a withheld field all the same is not shown', () => {
  const { data } = shaped('{ a { secret } }', { a: { secret: 'leak' } }, { 'A.secret': WITHHOLD });
  expect(data).toEqual({ a: { secret: null } });
});

const bubbling: readonly (readonly [string, string, unknown, unknown])[] = [
  ['to the nearest nullable parent', '{ a { id must } }', { a: { id: '1' } }, { a: null }],
  [
    'through non-null list items to the list',
    '{ b { id list { must } } }',
    { b: { id: '1', list: [{ id: '2' }] } },
    { b: { id: '1', list: null } },
  ],
  [
    'not past a nullable list item',
    '{ b { loose { must } } }',
    { b: { loose: [{ id: '2' }] } },
    { b: { loose: [null] } },
  ],
  ['up to data itself', '{ strict { must } }', { strict: {} }, null],
];

test.each(bubbling)('a withheld non-null field bubbles %s', (_, text, data, expected) => {
  const rules = { 'A.must': WITHHOLD, 'B.must': WITHHOLD };
  const result = shaped(text, data, rules);
  expect(result.data).toEqual(expected);
  expect(result.withheld).toHaveLength(1);
});

test('siblings of what bubbles survive', () => {
  const data = { a: { must: 'x' }, b: { id: '1' } };
  const result = shaped('{ a { must } b { id } }', data, { 'A.must': WITHHOLD });
  expect(result.data).toEqual({ a: null, b: { id: '1' } });
});

test('masks alter leaf values, each of a list, and never nulls', () => {
  const double: Treatment = { kind: 'alter', alter: (value) => Number(value) * 2 };
  const rules = { 'A.numbers': double, 'A.masked': double };
  const { data } = shaped(
    '{ a { numbers masked } }',
    { a: { numbers: [1, 2], masked: null } },
    rules,
  );
  expect(data).toEqual({ a: { numbers: [2, 4], masked: null } });
});

test('a mask that throws withholds the value', () => {
  const rules: Record<string, Treatment> = {
    'A.masked': {
      kind: 'alter',
      alter: () => {
        throw 'a bare string, as WASM throws them';
      },
    },
  };
  const { data, withheld } = shaped('{ a { masked } }', { a: { masked: 'plain' } }, rules);
  expect(data).toEqual({ a: { masked: null } });
  expect(withheld).toEqual(['A.masked a.masked']);
});

test('a fault of the rules is no denial', () => {
  const document = parse('{ a { masked } }');
  const rules = {
    treat: (type: string): Treatment => {
      if (type === 'A') throw new RangeError('a fault');
      return { kind: 'show' };
    },
    onWithheld: () => {},
    mayShow: () => true,
    onWithheldType: () => {},
    introspection: {},
  };
  const scope = { schema, fragments: fragmentsOf(document), variables: {} };
  expect(() => shape(scope, operationOf(document), { a: { masked: 'm' } }, rules)).toThrow(
    RangeError,
  );
});

const oddities: readonly (readonly [string, string, unknown, unknown])[] = [
  ['nothing at all', '{ a { id } }', null, null],
  ['what is no object', '{ a { id } }', [], { a: null }],
  [
    'no value',
    '{ a { id masked numbers b { id } } }',
    { a: {} },
    { a: { id: null, masked: null, numbers: null, b: null } },
  ],
  [
    'one value for a list',
    '{ a { id numbers } }',
    { a: { numbers: 3 } },
    { a: { id: null, numbers: null } },
  ],
  ['a value for an object', '{ a { id } }', { a: 'odd' }, { a: null }],
  ['a list for an object', '{ a { id } }', { a: [{ id: '1' }] }, { a: null }],
  [
    'an object of no type',
    '{ node { id } }',
    { node: [{ [TYPENAME_KEY]: 3, id: '1' }] },
    { node: [null] },
  ],
  [
    'a field the schema does not have',
    '{ a { nosuch id } }',
    { a: { nosuch: 'x', id: '1' } },
    { a: { nosuch: null, id: '1' } },
  ],
  [
    'introspection itself',
    '{ __schema { types { name } } x: __type(name: "A") { name } }',
    { __schema: 'fetched', x: {} },
    { __schema: { types: [] }, x: null },
  ],
  ['a kind of operation the schema has none of', 'mutation { a { id } }', { a: { id: '1' } }, null],
];

test.each(oddities)('a subgraph that answers %s', (_, text, data, expected) => {
  const result = shaped(text, data);
  expect(result).toEqual({ data: expected, withheld: [] });
});

test('on an interface each object follows its own type', () => {
  const node = [
    { [TYPENAME_KEY]: 'A', secret: 'a' },
    { [TYPENAME_KEY]: 'B', secret: 'b' },
    { secret: 'of no known type' },
  ];
  const { data } = shaped('{ node { __typename secret } }', { node }, { 'A.secret': WITHHOLD });
  expect(data).toEqual({
    node: [{ __typename: 'A', secret: null }, { __typename: 'B', secret: 'b' }, null],
  });
});

test('an object whose type is withheld is null where an interface returns it', () => {
  const node = [
    { [TYPENAME_KEY]: 'A', id: '1' },
    { [TYPENAME_KEY]: 'B', id: '2' },
  ];
  const { data, withheld } = shaped('{ node { __typename id } }', { node }, { A: WITHHOLD });
  expect(data).toEqual({ node: [null, { __typename: 'B', id: '2' }] });
  expect(withheld).toEqual(['A node.0']);
});

test('a field that is skipped is neither withheld nor there', () => {
  const text =
    'query ($no: Boolean = false) { a { id secret @include(if: $no) masked @skip(if: true) } }';
  const { data, withheld } = shaped(
    text,
    { a: { id: '1' } },
    { 'A.secret': WITHHOLD },
    { no: false },
  );
  expect(data).toEqual({ a: { id: '1' } });
  expect(withheld).toEqual([]);
});

test('aliases named like object internals are plain keys', () => {
  const data = JSON.parse('{"a":{"__proto__":"x","constructor":"y"}}');
  const { data: result } = shaped('{ a { __proto__: id constructor: secret } }', data);
  expect(JSON.stringify(result)).toBe('{"a":{"__proto__":"x","constructor":"y"}}');
});

test('with nothing withheld the answer is what graphql-js gives for the same operation', async () => {
  const text = `query { ...R b { ...L loose { id ...on Node { secret } } } }
    fragment R on Query { a { id masked numbers b { id } } node { id ... on A { masked } } }
    fragment L on B { id list { id must } }`;
  const rootValue = {
    a: { id: '1', masked: 'm', numbers: [1, 2], must: 'x', b: { id: '9' } },
    b: { id: '2', list: [{ id: '3', must: 'y' }], loose: [null, { id: '4', secret: 's' }] },
    node: [
      { __typename: 'A', id: '5', masked: 'n' },
      { __typename: 'B', id: '6' },
    ],
  };
  const document = parse(text);
  const pruned = prune(schema, fragmentsOf(document), operationOf(document), {
    isWithheld: () => false,
    withTypenames: true,
  });
  const fetched = await execute({ schema, document: pruned.document ?? document, rootValue });
  const expected = await execute({ schema, document, rootValue });
  expect(expected.errors).toBeUndefined();
  expect(shaped(text, fetched.data).data).toEqual(JSON.parse(JSON.stringify(expected.data)));
});
