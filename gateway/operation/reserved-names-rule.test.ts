import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { ReservedNamesRule } from './reserved-names-rule.ts';

const schema = buildSchema('type Query { a(id: ID): A } type A { id: ID }');

const refused = (text: string) =>
  validate(schema, parse(text), [ReservedNamesRule]).map(({ nodes }) => nodes?.[0]?.loc?.start);

test.each([
  ['__proto__', '{ __proto__: a { id } }', [2]],
  ['constructor', '{ a { constructor: id } }', [6]],
  ['prototype', '{ a { id prototype: id } }', [9]],
  ['what the gateway adds', '{ __payscope_typename: a { id } __payscope: a { id } }', [2, 32]],
  ['a variable', 'query ($constructor: ID) { a(id: $constructor) { id } }', [8]],
  ['in a fragment', '{ ...F } fragment F on Query { prototype: a { id } }', [31]],
])('a name that means something else is refused: %s', (_, text, expected) => {
  expect(refused(text)).toEqual(expected);
});

test('which name it is, is told', () => {
  const [error] = validate(schema, parse('{ prototype: a { id } }'), [ReservedNamesRule]);
  expect(error?.message).toContain('"prototype"');
});

test.each([
  ['fields without an alias', '{ a { id } }'],
  [
    'other aliases',
    '{ payscope: a { id } __typename: a { id } proto: a { id } toString: a { id } }',
  ],
  ['other variables', 'query ($proto: ID) { a(id: $proto) { id } }'],
])('a name that does not is not: %s', (_, text) => {
  expect(refused(text)).toEqual([]);
});
