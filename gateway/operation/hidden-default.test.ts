import {
  buildSchema,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
  isInputObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { withoutHiddenDefaults } from './hidden-default.ts';

const schema = buildSchema(`
  type Query {
    none(a: Filter): Int
    null(a: Filter = null): Int
    nullList(a: [Order] = null): Int
    nullValue(a: Order = null): Int
    scalar(a: Int! = 3): Int
    scalars(a: [Int!] = [1, 2]): Int
    open(a: Order = OPEN): Int
    openList(a: [Order] = [OPEN, null]): Int
    openObject(a: Filter = { open: 1, order: OPEN, and: [{ open: 2 }] }): Int
    value(a: Order = SECRET): Int
    required(a: Order! = SECRET): Int
    list(a: [Order!]! = [OPEN, SECRET]): Int
    lists(a: [[Order]] = [[OPEN], [OPEN, SECRET]]): Int
    field(a: Filter = { secret: 1 }): Int
    fieldToo(a: Filter! = { open: 1, secret: 1 }): Int
    valueInside(a: Filter = { order: SECRET, open: 1 }): Int
    nested(a: Filter = { open: 1, and: [{ open: 1 }, { secret: 1 }] }): Int
    deep(a: Deep): Int
  }
  enum Order { OPEN SECRET }
  input Filter { open: Int secret: Int order: Order and: [Filter!] }
  input Deep { value: Order = SECRET field: Filter = { secret: 2 } open: Order = OPEN }
`);

const HIDDEN = ['Order.SECRET', 'Filter.secret'];
const isSeen = (coordinate: string) => !HIDDEN.includes(coordinate);

/** The fields whose argument has a default. */
const withDefaults = (of: GraphQLSchema) =>
  Object.values(of.getQueryType()?.getFields() ?? {}).flatMap(({ name, args }) =>
    args.some(({ defaultValue }) => defaultValue !== undefined) ? [name] : [],
  );

test('of the defaults of arguments only those stay that name nothing hidden', () => {
  const left = withDefaults(withoutHiddenDefaults(schema, isSeen));
  expect(left).toEqual([
    ...['null', 'nullList', 'nullValue', 'scalar', 'scalars'],
    ...['open', 'openList', 'openObject'],
  ]);
});

test('where nothing is hidden every default stays', () => {
  const left = withDefaults(withoutHiddenDefaults(schema, () => true));
  expect(left).toEqual(withDefaults(schema));
});

test('defaults of input fields go likewise', () => {
  const deep = withoutHiddenDefaults(schema, isSeen).getType('Deep');
  const fields = isInputObjectType(deep) ? deep.getFields() : {};
  expect(fields.value?.defaultValue).toBeUndefined();
  expect(fields.field?.defaultValue).toBeUndefined();
  expect(fields.open?.defaultValue).toBe('OPEN');
});

test('a default that is one item where a list is taken goes too', () => {
  const order = new GraphQLEnumType({ name: 'Order', values: { OPEN: {}, SECRET: {} } });
  const argument = (defaultValue: string) => ({
    type: GraphQLInt,
    args: { a: { type: new GraphQLList(order), defaultValue } },
  });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: { open: argument('OPEN'), secret: argument('SECRET') },
  });
  const built = new GraphQLSchema({ query });
  expect(withDefaults(withoutHiddenDefaults(built, isSeen))).toEqual(['open']);
});
