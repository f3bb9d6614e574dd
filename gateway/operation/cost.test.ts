import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { actualCost } from './actual-cost.ts';
import { costModelOf } from './cost-model.ts';
import { estimateCost } from './estimate-cost.ts';
import { introspectionSizes } from './introspection-sizes.ts';

const DIRECTIVES = `
  directive @link(url: String, as: String, import: [Import]) repeatable on SCHEMA
  scalar Import
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) { query: Query mutation: Mutation }`;

const TYPES = `
  type Query {
    one: Thing
    dear: Thing @cost(weight: 7)
    free: Thing @cost(weight: 0)
    weighed: Heavy
    name: String
    leaf: Weighed
    all: [Thing]
    few: [Thing] @listSize(assumedSize: 3)
    some(first: Int = 5, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    must(first: Int, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"])
    page(first: Int = 50): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges"], assumedSize: 50, requireOneSlicingArgument: false)
    strict(size: Int! = 4): [Thing] @listSize(slicingArguments: ["size"], requireOneSlicingArgument: false)
    need(where: Where!): Thing
    find(where: Where, hard: Boolean @cost(weight: 4)): Thing
    any: Any
    both: [Either] @listSize(assumedSize: 2)
  }
  type Mutation { write: Thing }
  type Thing { id: ID one: Thing few: [Thing] @listSize(assumedSize: 3) }
  type Heavy @cost(weight: 20) { id: ID one: Thing }
  type Page { edges: [Edge] total: Int }
  type Edge { node: Thing }
  union Any = Thing | Heavy
  interface Either { id: ID pal: Thing }
  type Left implements Either { id: ID pal: Thing one: Thing }
  type Right implements Either { id: ID pal: Thing few: [Thing] @listSize(assumedSize: 3) }
  input Where { id: ID in: [Where] deep: Int @cost(weight: 3) }
  scalar Weighed @cost(weight: 2)`;

const SDL = `${DIRECTIVES}${TYPES}`;
const schema = buildSchema(SDL);
const model = costModelOf(SDL, schema);

function scoped(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text);
  return {
    operation: operationOf(document),
    scope: { schema, model, variables, fragments: fragmentsOf(document) },
  };
}

function estimated(text: string, variables?: Readonly<Record<string, unknown>>) {
  const { scope, operation } = scoped(text, variables);
  return estimateCost(scope, operation);
}

describe('an operation is taken to cost', () => {
  test.each<readonly [string, string, number]>([
    ['nothing for leaves', '{ name __typename }', 0],
    ["a leaf's weight", '{ leaf }', 2],
    ['one for an object', '{ one { id } }', 1],
    ["a field's weight before its type's", '{ dear { id } free { id } }', 7],
    ["a type's weight", '{ weighed { id one { id } } }', 21],
    ['objects inside one another', '{ one { one { one { id } } } }', 3],
    ['ten more for a mutation', 'mutation { write { id } }', 11],
    ['fifty for a list nothing is said of', '{ all { id } }', 50],
    ['as many as a list is assumed to hold', '{ few { id few { id } } }', 3 * (1 + 3)],
    ['the slicing argument', '{ some(first: 9) { id } }', 9],
    ["the slicing argument's default", '{ some { id } }', 5],
    ['the largest of several', '{ some(first: 2, last: 8) { id } }', 8],
    ['nothing for a page below zero', '{ some(first: -3) { id } }', 0],
    [
      'the size for the sized fields',
      '{ page(first: 4) { total edges { node { id } } } }',
      1 + 4 * 2,
    ],
    ['the assumed size without one', '{ page(first: null) { edges { node { id } } } }', 1 + 50 * 2],
    [
      'sized fields in fragments',
      '{ page(first: 4) { ...P } } fragment P on Page { ... { edges { node { id } } } }',
      9,
    ],
    [
      'weighed arguments and input objects',
      '{ find(hard: true, where: { id: 1, in: [{ deep: 1 }, { id: 2 }] }) { id } }',
      1 + 4 + 3 + 3,
    ],
    ['the dearest member of a union', '{ any { __typename } }', 20],
    [
      'the dearest of fragments that exclude one another',
      '{ both { id ... on Left { one { id } } ... on Right { few { id } } } }',
      2 * (1 + 3),
    ],
    [
      'one field once, however often it is named',
      '{ one { id } one { one { id } } ...F } fragment F on Query { one { id } }',
      2,
    ],
    [
      'what fragments share beside the dearest of them',
      '{ both { pal { id } ... on Left { one { id } } ... on Right { few { id } } } }',
      2 * (1 + 1 + 3),
    ],
    ['each alias', '{ a: one { id } b: one { id } }', 2],
    [
      'a fragment once, however often it is spread',
      '{ ...F ...F ...G } fragment F on Query { one { id } ...G } fragment G on Query { a: one { id } }',
      2,
    ],
    [
      'what is neither skipped nor left out',
      '{ one @skip(if: false) { id } dear @include(if: true) { id } few @skip(if: true) { id } }',
      1 + 7,
    ],
    [
      'nothing for fragments on what is no type, or that nobody defines',
      '{ one { id ... on Nowhere { one { id } } ... on ID { one { id } } ...Gone } }',
      1,
    ],
    ['a required size by its default', '{ strict { id } }', 4],
    ['nothing for an argument that is not given', '{ find { id } }', 1],
    ['nothing for an input object that is null', '{ find(where: null) { id } }', 1],
    ['an input object that must be given', '{ need(where: { deep: 1 }) { id } }', 1 + 1 + 3],
    [
      'the items of a list of input objects, but nulls',
      '{ find(where: { in: [null, { id: 1 }, { in: [] }] }) { id } }',
      1 + 1 + 2,
    ],
  ])('%s', (_, text, cost) => {
    expect(estimated(text)).toEqual({ cost, unsliced: undefined, introspectionFields: 0 });
  });

  test('fragments that double one another, without unfolding them', () => {
    const fragments = Array.from({ length: 60 }, (_, level) => {
      const next =
        level === 59 ? 'one { id }' : `...F${level + 1} ... on Query { ...F${level + 1} }`;
      return `fragment F${level} on Query { ${next} }`;
    });
    expect(estimated(`{ ...F0 ...F0 } ${fragments.join(' ')}`).cost).toBe(1);
  });

  test('the same where there is nothing to mutate', () => {
    const plain = buildSchema('type Query { one: Thing } type Thing { id: ID }');
    const { scope, operation } = scoped('{ one { id } }');
    expect(estimateCost({ ...scope, schema: plain }, operation).cost).toBe(1);
  });

  test.each([
    ['a size in a variable', 'query ($v: Int) { some(first: $v) { id } }', 7, 7],
    [
      'nothing for what a variable skips',
      'query ($v: Boolean!) { one @skip(if: $v) { id } few @include(if: false) { id } }',
      true,
      0,
    ],
    [
      'fifty where a size is null that can not be',
      'query ($v: Int) { strict(size: $v) { id } }',
      null,
      50,
    ],
  ])('%s', (_, text, v, cost) => {
    expect(estimated(text, { v }).cost).toBe(cost);
  });

  test.each([
    ['no slicing argument', '{ must { id } }', 'Query.must'],
    ['two', '{ must(first: 1, last: 1) { id } }', 'Query.must'],
    ['null', '{ must(first: null) { id } }', 'Query.must'],
    ['one', '{ must(last: 2) { id } }', undefined],
  ])('a field that needs exactly one size and has %s', (_, text, unsliced) => {
    expect(estimated(text).unsliced).toBe(unsliced);
  });

  test('introspection by the length its lists have', () => {
    const { introspectionFields, cost } = estimated('{ __schema { types { name kind } } }');
    const types = Object.keys(schema.getTypeMap()).length;
    expect(introspectionFields).toBe(2 + 2 * types);
    expect(cost).toBeLessThan(5);
  });

  test('introspection of one type', () => {
    const { introspectionFields, cost } = estimated(
      '{ __type(name: "Thing") { name fields { name } } }',
    );
    expect(introspectionFields).toBe(3 + (introspectionSizes(schema).get('fields') ?? 0));
    expect(cost).toBe(1);
  });
});

describe('an answer cost', () => {
  test.each<readonly [string, string, Record<string, unknown> | null, number]>([
    ['nothing where there is none', '{ one { id } }', null, 0],
    ['nothing for null', '{ one { id } dear { id } }', { one: null, dear: null }, 0],
    ['what came', '{ one { id one { id } } }', { one: { id: '1', one: { id: '2' } } }, 2],
    [
      'every item but null',
      '{ few { id one { id } } }',
      { few: [{ id: '1', one: { id: '2' } }, null, { id: '3', one: null }] },
      3,
    ],
    [
      'under the alias',
      '{ a: page(first: 50) { edges { node { id } } } }',
      { a: { edges: [{ node: { id: '1' } }] } },
      3,
    ],
    [
      'the weights of the estimate',
      '{ dear { id } leaf find(hard: true) { id } }',
      { dear: { id: 1 }, leaf: 'x', find: { id: 1 } },
      7 + 2 + 5,
    ],
    [
      'one value of several types once',
      '{ any { ... on Thing { one { id } } ... on Heavy { one { id } } } }',
      { any: { one: { id: '1' } } },
      20 + 1,
    ],
    [
      'nothing for __typename',
      '{ __typename one { __typename } }',
      { __typename: 'Query', one: { __typename: 'Thing' } },
      1,
    ],
    ['nothing for what did not come', '{ one { id } dear { id } }', {}, 0],
    ['nothing for what an object inherits', '{ toString: one { id } }', {}, 0],
    ['nothing below what is no object', '{ one { length: one { id } } }', { one: 'odd' }, 1],
    ['a mutation', 'mutation { write { id } }', { write: { id: 1 } }, 11],
    [
      'nothing for introspection',
      '{ __schema { types { name } } }',
      { __schema: { types: [{ name: 'A' }] } },
      0,
    ],
  ])('%s', (_, text, data, cost) => {
    const { scope, operation } = scoped(text);
    expect(actualCost(scope, operation, data)).toBe(cost);
  });
});
