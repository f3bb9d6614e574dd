import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { entityIdsOf } from './entity-ids.ts';
import { asksIntrospection, introspect } from './introspect.ts';

const schema =
  buildSchema(`type Query { account(id: ID!): Account, list(first: Int): [Account], counted(id: Int): Int }
  type Account { id: ID, other(id: ID): Account }`);

test.each([
  ['a literal', '{ account(id: "x") { id } }', {}, ['x']],
  ['a variable', 'query ($id: ID!) { account(id: $id) { id } }', { id: 'y' }, ['y']],
  [
    'every alias, once',
    '{ a: account(id: "1") { id } b: account(id: "2") { id } c: account(id: "1") { id } }',
    {},
    ['1', '2'],
  ],
  ['roots inside fragments', '{ ...F } fragment F on Query { account(id: "z") { id } }', {}, ['z']],
  [
    'but null, which a variable with a default may be',
    'query ($id: ID = "x") { account(id: $id) { id } }',
    { id: null },
    [],
  ],
  ['but those not in the schema', '{ nosuch(id: "x") }', {}, []],
  ['but what is no id', '{ list(first: 3) { id } counted(id: 4) }', {}, []],
  ['of a kind the schema has none of', 'mutation { account(id: "x") { id } }', {}, []],
  ['not what is skipped', '{ account(id: "x") @skip(if: true) { id } }', {}, []],
])('entities asked for by id: %s', (_, text, variables, expected) => {
  const document = parse(text);
  const ids = entityIdsOf(schema, operationOf(document), fragmentsOf(document), variables);
  expect(ids).toEqual(expected);
});

test.each([
  ['{ __schema { description } list { id } }', true],
  ['{ ...F } fragment F on Query { ... { __type(name: "Account") { name } } }', true],
  ['{ __typename list { __typename } }', false],
  ['{ ...F ...F } fragment F on Query { ...F list { id } }', false],
  ['{ ...Nowhere }', false],
])('introspection is noticed wherever it stands at the root: %s', (text, expected) => {
  const document = parse(text);
  expect(asksIntrospection(operationOf(document), fragmentsOf(document))).toBe(expected);
});

test('introspection is answered under its alias, with variables, and nothing else is run', async () => {
  const document = parse(
    'query ($name: String!) { t: __type(name: $name) { ...N } list { id } } fragment N on __Type { name }',
  );
  const answer = await introspect(schema, operationOf(document), fragmentsOf(document), {
    name: 'Account',
  });
  expect(JSON.parse(JSON.stringify(answer))).toEqual({ t: { name: 'Account' } });
});

test.each([
  ['in a fragment', '{ ...F } fragment F on Query { __type(name: "ID") { name } }', ['__type']],
  [
    'but for what a variable skips',
    'query ($no: Boolean!) { __typename a: __type(name: "ID") @skip(if: $no) { name } }',
    [],
  ],
  [
    'of a kind the schema has none of',
    'mutation { ... on Query { __schema { description } } }',
    [],
  ],
])('introspection is answered %s', async (_, text, keys) => {
  const document = parse(text);
  const fragments = fragmentsOf(document);
  const answer = await introspect(schema, operationOf(document), fragments, { no: true });
  expect(Object.keys(answer)).toEqual(keys);
});
