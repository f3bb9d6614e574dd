import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { printVisibleSchema } from './print-visible-schema.ts';
import { semanticNonNullsOf } from './semantic-nullability.ts';

const supergraph = `directive @semanticNonNull(levels: [Int] = [0]) on FIELD_DEFINITION
  type Query { a: A @deprecated @semanticNonNull plain: String node: Node }
  interface Node { id: ID @semanticNonNull }
  input Odd { field: ID @semanticNonNull }
  type A { list: [String] @semanticNonNull(levels: [0, 1]) hidden: String @semanticNonNull }`;

test('what a client may rely on is in the schema it downloads, hidden fields apart', () => {
  const visible = buildSchema(`type Query { a: A @deprecated plain: String node: Node }
    type A implements Node { id: ID list: [String] } interface Node { id: ID }`);
  const text = printVisibleSchema(visible, semanticNonNullsOf(supergraph));
  expect(text).toContain('a: A @deprecated @semanticNonNull');
  expect(text).toMatch(/interface Node \{\s*id: ID @semanticNonNull\s*\}/);
  expect(text).toContain('list: [String] @semanticNonNull(levels: [0, 1])');
  expect(text).toContain('directive @semanticNonNull(');
  expect(text).toMatch(/plain: String$/m);
  expect(text).not.toContain('hidden');
});

test('only fields of what is answered are read', () => {
  expect([...semanticNonNullsOf(supergraph).keys()]).toEqual([
    ...['Query.a', 'Node.id', 'A.list', 'A.hidden'],
  ]);
});

test('a schema without them is printed without the directive', () => {
  expect(printVisibleSchema(buildSchema('type Query { a: Int }'), new Map())).not.toContain('@');
});

test('every field policy may deny says whether null can mean anything else', () => {
  const sdl = readFileSync('schema/generated/supergraph.graphql', 'utf8');
  const nonNulls = semanticNonNullsOf(sdl);
  expect(nonNulls.size).toBeGreaterThan(80);
  for (const field of [
    'Payment.amount',
    'AccountHolder.role',
    'Query.payments',
    'Account.holders',
  ]) {
    expect([...nonNulls.keys()]).toContain(field);
  }
  for (const field of [
    'AccountHolder.birthDate',
    'Payment.purpose',
    'Query.payment',
    'Account.openedOn',
  ]) {
    expect([...nonNulls.keys()]).not.toContain(field);
  }
});
