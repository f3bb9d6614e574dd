import {
  buildSchema,
  type GraphQLSchema,
  graphqlSync,
  parse,
  validate,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { printVisibleSchema } from './print-visible-schema.ts';
import { createVisibleSchemas, visibleSchema } from './visible-schema.ts';

const schema = buildSchema(`
  type Query {
    open(order: Order = BY_SECRET, by: OpenFilter = { secret: 1, name: "n" }): Open
    secret: Secret
    find(by: SecretFilter): Open
    must(by: Strict!): Open
    node: Node
    either: Either
    lonely: Lonely
  }
  type Mutation { change(input: ChangeInput!): Open }
  type Open implements Node { id: ID, hidden: String, kind: Kind, code: Int }
  type Secret implements Node { id: ID, code: Int, only: Only }
  type Only { id: ID }
  type Other implements Lonely { id: ID }
  interface Node { id: ID, code: Int }
  interface Lonely { id: ID }
  union Either = Open | Secret
  enum Kind { X }
  enum Order { BY_NAME BY_SECRET }
  enum Code { Y }
  input OpenFilter { name: String, secret: Int, nested: OpenFilter }
  input SecretFilter { code: Code }
  input Strict { secret: Int!, name: String }
  input ChangeInput { id: ID }
`);

const hiding = (...hidden: string[]): GraphQLSchema => {
  const isShown = (coordinate: string) => !hidden.includes(coordinate);
  return visibleSchema(schema, { output: isShown, input: isShown });
};

const gone = (visible: GraphQLSchema, ...coordinates: string[]) =>
  coordinates.map((coordinate) => {
    const [, typeName = '', member, argument] =
      /^(\w+)(?:\.(\w+))?(?:\((\w+):\))?$/.exec(coordinate) ?? [];
    const text = printVisibleSchema(visible);
    const type = visible.getType(typeName);
    if (member === undefined) return !type && !new RegExp(`\\b${typeName}\\b`).test(text);
    if (!type) return true;
    if ('getValues' in type) return !type.getValue(member);
    if (!('getFields' in type)) return true;
    const field = type.getFields()[member];
    if (argument === undefined) return !field;
    return !field || !('args' in field) || !field.args.some(({ name }) => name === argument);
  });

type Case = readonly [string, readonly string[], readonly string[]];

const disappear: readonly Case[] = [
  ['a hidden field', ['Open.hidden'], ['Open.hidden']],
  ['a type only a hidden field reaches', ['Secret.only'], ['Only']],
  ['a type with none of its fields visible', ['Only.id'], ['Only', 'Secret.only']],
  [
    'what a type with none of its fields visible reaches',
    ['Secret.id', 'Secret.code', 'Only.id'],
    ['Secret', 'Only', 'Query.secret'],
  ],
  [
    'a hidden type, and every field that returns it',
    ['Secret'],
    ['Secret', 'Query.secret', 'Only'],
  ],
  [
    'a root type with none of its fields visible, and its inputs',
    ['Mutation.change'],
    ['Mutation', 'ChangeInput'],
  ],
  ['an interface without implementers', ['Other'], ['Lonely', 'Other', 'Query.lonely']],
  ['a union without members', ['Open', 'Secret'], ['Either', 'Query.either', 'Node']],
  [
    'a field hidden on an interface, on its implementers',
    ['Node.code'],
    ['Node.code', 'Open.code', 'Secret.code'],
  ],
  ['a field hidden on an implementer, on its interface', ['Open.code'], ['Open.code', 'Node.code']],
  [
    'a hidden argument, and the type only it takes',
    ['Query.find(by:)'],
    ['Query.find(by:)', 'SecretFilter', 'Code'],
  ],
  ['a hidden input field', ['OpenFilter.secret'], ['OpenFilter.secret']],
  ['a hidden enum value', ['Order.BY_SECRET'], ['Order.BY_SECRET']],
  [
    'an enum with none of its values visible, and what takes it',
    ['Order.BY_SECRET', 'Order.BY_NAME'],
    ['Order', 'Query.open(order:)'],
  ],
  [
    'an input with none of its fields visible, and what takes it',
    ['SecretFilter.code'],
    ['SecretFilter', 'Code', 'Query.find(by:)'],
  ],
  [
    'an input whose required field is hidden, and the field that requires it',
    ['Strict.secret'],
    ['Strict', 'Query.must'],
  ],
];

test.each(disappear)('there is no sign of %s', (_name, hidden, absent) => {
  const visible = hiding(...hidden);
  expect(gone(hiding(), ...absent)).toEqual(absent.map(() => false));
  expect(gone(visible, ...absent)).toEqual(absent.map(() => true));
});

test.each(disappear)('a schema without %s is valid', (_name, hidden) => {
  expect(validateSchema(buildSchema(printVisibleSchema(hiding(...hidden))))).toEqual([]);
});

const stay: readonly Case[] = [
  ['a union keeps its visible members', ['Secret'], ['Either', 'Open', 'Node']],
  ['a type keeps its visible fields', ['Open.hidden'], ['Open', 'Open.id', 'Kind']],
  ['a field keeps its visible arguments', ['Query.open(by:)'], ['Query.open(order:)']],
  ['an input keeps its visible fields', ['OpenFilter.secret'], ['OpenFilter.name']],
  ['an enum keeps its visible values', ['Order.BY_SECRET'], ['Order.BY_NAME']],
];

test.each(stay)('%s', (_name, hidden, present) => {
  expect(gone(hiding(...hidden), ...present)).toEqual(present.map(() => false));
});

test('a default that names what is hidden is not shown, another is', () => {
  const shown = printVisibleSchema(hiding());
  expect(shown).toContain('order: Order = BY_SECRET');
  expect(shown).toContain('by: OpenFilter = {name: "n", secret: 1}');
  const text = printVisibleSchema(hiding('Order.BY_SECRET', 'OpenFilter.secret'));
  expect(text).toContain('order: Order)');
  expect(text).not.toMatch(/secret: 1|BY_SECRET/);
});

const questions = [
  ['__type(name:)', (name: string) => `{ __type(name: "${name}") { name } }`, 'Only'],
  ['a fragment on a type', (name: string) => `{ node { ... on ${name} { id } } }`, 'Only'],
  ['a field', (name: string) => `{ open { ${name} } }`, 'hidden'],
  ['an argument', (name: string) => `{ find(${name}: null) { id } }`, 'by'],
  ['an input field', (name: string) => `{ open(by: { ${name}: null }) { id } }`, 'secret'],
  ['an enum value', (name: string) => `{ open(order: ${name}) { id } }`, 'BY_SECRET'],
] as const;

test.each(questions)(
  '%s that is hidden is answered like one that never was',
  (_name, ask, hidden) => {
    const visible = hiding(
      'Only.id',
      'Open.hidden',
      'Query.find(by:)',
      'OpenFilter.secret',
      'Order.BY_SECRET',
    );
    const answer = (name: string) =>
      JSON.stringify(graphqlSync({ schema: visible, source: ask(name) }))
        .replaceAll(name, 'NAME')
        .replace(/"column":\d+| Did you mean [^?]*\?/g, '');
    expect(answer(hidden)).toBe(answer('neverWas'));
  },
);

test.each([
  ['{ open { hiddem } }', 'hidden'],
  ['{ secre }', 'secret'],
  ['{ open(order: BY_SECRE) { id } }', 'BY_SECRET'],
  ['{ open(by: { secre: 1 }) { id } }', 'secret'],
])('the hints for %s never name what is hidden', (query, hidden) => {
  const messages = (visible: GraphQLSchema) =>
    validate(visible, parse(query))
      .map(({ message }) => message)
      .join();
  expect(messages(hiding())).toMatch(new RegExp(`\\b${hidden}\\b`));
  const visible = hiding('Open.hidden', 'Query.secret', 'Order.BY_SECRET', 'OpenFilter.secret');
  expect(messages(visible)).not.toBe('');
  expect(messages(visible)).not.toMatch(new RegExp(`\\b${hidden}\\b`));
});

test('a role that may only write has a schema all the same', () => {
  const visible = hiding('Query');
  expect(visible.getQueryType()).toBeUndefined();
  expect(validate(visible, parse('mutation { change(input: {}) { id } }'))).toEqual([]);
});

test('an input no rule mentions follows its field, one a rule hides is hidden, one it denies is not', () => {
  const visible = createVisibleSchemas(schema)({
    decide: (coordinate) => {
      if (coordinate === 'OpenFilter.secret')
        return { effect: 'hide', reason: 'MISSING_PERMISSION' };
      if (coordinate === 'OpenFilter.nested')
        return { effect: 'deny', reason: 'MISSING_PERMISSION' };
      const isInput = /\(|^OpenFilter\.|^Order\./.test(coordinate);
      return isInput
        ? { effect: 'hide', reason: 'NOT_MENTIONED' }
        : { effect: 'deny', reason: 'X' };
    },
  });
  expect(gone(visible, 'Query.open(by:)', 'OpenFilter.name', 'OpenFilter.nested')).toEqual([
    ...[false, false, false],
  ]);
  expect(gone(visible, 'OpenFilter.secret')).toEqual([true]);
});

test('an output no rule mentions is hidden', () => {
  const visible = createVisibleSchemas(schema)({
    decide: (coordinate) =>
      coordinate === 'Open.code'
        ? { effect: 'hide', reason: 'NOT_MENTIONED' }
        : { effect: 'allow', reason: 'ALLOWED' },
  });
  expect(gone(visible, 'Open.code', 'Open.id')).toEqual([true, false]);
});

test('one schema is made per table', () => {
  const schemas = createVisibleSchemas(schema);
  const table = { decide: () => ({ effect: 'allow', reason: 'ALLOWED' }) };
  expect(schemas(table)).toBe(schemas(table));
  expect(schemas(table)).not.toBe(schemas({ ...table }));
});
