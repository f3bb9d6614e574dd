import { buildSchema, type FieldNode, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { askedKey, createFetchedKey } from './fetched-key.ts';

const schema = buildSchema('type Query { id: ID name: String } interface I { of: Int } scalar S');

const field = (name: string, alias?: string): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  ...(alias === undefined ? {} : { alias: { kind: Kind.NAME, value: alias } }),
});

test.each([
  ['its own name', field('id'), 'id'],
  ['its own name as an alias', field('id', 'id'), 'id'],
  ['an alias that names no field', field('id', 'x'), 'x'],
  ["an alias that is another field's name", field('name', 'id'), '__payscope_as_id'],
  ["an alias that is an interface's field's name", field('name', 'of'), '__payscope_as_of'],
  ['an alias that is __typename', field('name', '__typename'), '__payscope_as___typename'],
])('%s', (_, node, key) => {
  const keyOf = createFetchedKey(schema);
  expect(keyOf(node)).toBe(key);
  expect(keyOf(node)).toBe(key);
  expect(askedKey(key)).toBe(node.alias?.value ?? node.name.value);
});
