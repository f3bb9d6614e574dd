import { buildSchema, parse, printSchema, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createVisibleSchemas, visibleSchema } from './visible-schema.ts';

const schema = buildSchema(`
  type Query { open: Open, secret: Secret, find(by: SecretFilter): Open }
  type Mutation { change(input: ChangeInput!): Open }
  type Open { id: ID, hidden: String, kind: Kind }
  type Secret { id: ID, code: Code }
  enum Kind { X }
  enum Code { Y }
  input SecretFilter { code: Code }
  input ChangeInput { id: ID }
`);

const hides =
  (...hidden: string[]) =>
  (coordinate: string) =>
    !hidden.includes(coordinate);

test('a hidden field, and what only it reaches, is not in the schema', () => {
  const text = printSchema(visibleSchema(schema, hides('Query.secret', 'Query.find')));
  expect(text).not.toMatch(/Secret|Code/);
  expect(text).toMatch(/type Open/);
});

test('a hidden type takes every field that returns it along', () => {
  const text = printSchema(visibleSchema(schema, hides('Secret', 'Query.secret', 'Query.find')));
  expect(text).not.toMatch(/secret/i);
});

test('a root type without visible fields is gone, with its inputs', () => {
  const text = printSchema(visibleSchema(schema, hides('Mutation.change')));
  expect(text).not.toMatch(/Mutation|ChangeInput/);
});

test('naming a hidden field reads exactly like naming one that never was', () => {
  const visible = visibleSchema(schema, hides('Open.hidden'));
  const message = (field: string) =>
    validate(visible, parse(`{ open { ${field} } }`))[0]?.message.replaceAll(field, 'F');
  expect(message('hidden')).toBe(message('neverwas'));
});

test('hints never name what is hidden', () => {
  const visible = visibleSchema(schema, hides('Open.hidden'));
  const [error] = validate(visible, parse('{ open { hiddem } }'));
  expect(error?.message).not.toContain('hidden');
});

test('one schema is made per table', () => {
  const schemas = createVisibleSchemas(schema);
  const table = { visible: () => true };
  expect(schemas(table)).toBe(schemas(table));
  expect(schemas(table)).not.toBe(schemas({ visible: () => true }));
});
