import { buildSchema, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { expect, test } from 'vitest';
import { inputCoordinates } from './input-coordinates.ts';
import { inputUses } from './input-uses.ts';

const schema = buildSchema(`
  type Query {
    find(where: Where, order: Order = NEWEST, orders: [Order!], first: Int, must: Where! = { open: 1, by: NEWEST }, none: Where = null, maybe: [Order], grid: [[Order!]]): Int
    plain: Int
  }
  interface Counted { count(by: Deep): Int }
  type Thing implements Counted { count(by: Deep): Int }
  input Deep { where: Where }
  enum Unused { A }
  enum Order { NEWEST LARGEST }
  input Where { open: Int secret: Int and: [Where!] by: Order = LARGEST }
`);

/** What the one field of the operation uses. */
function usesOf(text: string, variables: Readonly<Record<string, unknown>> = {}): string[] {
  const info = new TypeInfo(schema);
  const used: string[] = [];
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field: (node) => {
        const field = info.getFieldDef();
        if (field) used.push(...inputUses('Query', field, node, variables));
      },
    }),
  );
  return used.sort();
}

/** Of `order` and `must`, which have defaults that are used when nothing is said. */
const DEFAULTS = [
  'Order.NEWEST',
  'Query.find(must:)',
  'Query.find(order:)',
  'Where.by',
  'Where.open',
];

const cases: readonly (readonly [
  string,
  string,
  readonly string[],
  Readonly<Record<string, unknown>>?,
])[] = [
  ['nothing but defaults', '{ find }', []],
  ['a scalar', '{ find(first: 3) }', ['Query.find(first:)']],
  [
    'a literal object, its own default included',
    '{ find(where: { secret: 1 }) }',
    ['Query.find(where:)', 'Where.secret', 'Where.by', 'Order.LARGEST'],
  ],
  [
    'the same by variable',
    'query ($w: Where) { find(where: $w) }',
    ['Query.find(where:)', 'Where.secret', 'Where.by', 'Order.LARGEST'],
    { w: { secret: 1, by: 'LARGEST' } },
  ],
  [
    'a variable inside a literal',
    'query ($s: Int) { find(where: { secret: $s, by: NEWEST }) }',
    ['Query.find(where:)', 'Where.secret', 'Where.by'],
    { s: 1 },
  ],
  [
    'nested, in a list',
    '{ find(where: { by: NEWEST, and: [{ secret: 1, by: NEWEST }] }) }',
    ['Query.find(where:)', 'Where.and', 'Where.secret', 'Where.by'],
  ],
  [
    'one item where a list is taken',
    '{ find(where: { by: NEWEST, and: { secret: 1, by: NEWEST } }) }',
    ['Query.find(where:)', 'Where.and', 'Where.secret', 'Where.by'],
  ],
  [
    'a list of enum values',
    '{ find(orders: [LARGEST]) }',
    ['Query.find(orders:)', 'Order.LARGEST'],
  ],
  [
    'a list with nulls',
    '{ find(maybe: [null, LARGEST]) }',
    ['Query.find(maybe:)', 'Order.LARGEST'],
  ],
  ['lists of lists', '{ find(grid: [[], [LARGEST]]) }', ['Query.find(grid:)', 'Order.LARGEST']],
  [
    'a variable that is not given, though every object inherits its name',
    'query ($toString: Where) { find(where: $toString) }',
    [],
  ],
  ['null, which filters nothing', '{ find(where: null, first: null) }', []],
  [
    'a null field in an object',
    '{ find(where: { secret: null, by: NEWEST }) }',
    ['Query.find(where:)', 'Where.by'],
  ],
  ['a variable that is not given', 'query ($w: Where) { find(where: $w) }', []],
  ['null for what has a default, which it may fall back to', '{ find(order: null) }', []],
  ['another value than the default', '{ find(order: LARGEST) }', ['Order.LARGEST']],
];

test.each(
  cases.map(([name, text, more, variables = {}]) => [name, text, more, variables] as const),
)('used: %s', (_, text, more, variables) => {
  const expected = new Set([...DEFAULTS, ...more]);
  expect(usesOf(text, variables)).toEqual([...expected].sort());
});

test('a field made without a list of arguments uses its defaults', () => {
  const field = schema.getQueryType()?.getFields().find;
  if (!field) throw new Error('the schema has no such field');
  const node = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'find' } } as const;
  expect([...inputUses('Query', field, node, {})].sort()).toEqual(DEFAULTS);
});

test('a field without arguments uses nothing', () => {
  expect(usesOf('{ plain }')).toEqual([]);
});

test('every input coordinate of a schema, recursive ones once', () => {
  expect(inputCoordinates(schema)).toEqual([
    'Counted.count(by:)',
    'Deep.where',
    'Order.LARGEST',
    'Order.NEWEST',
    'Query.find(first:)',
    'Query.find(grid:)',
    'Query.find(maybe:)',
    'Query.find(must:)',
    'Query.find(none:)',
    'Query.find(order:)',
    'Query.find(orders:)',
    'Query.find(where:)',
    'Thing.count(by:)',
    'Where.and',
    'Where.by',
    'Where.open',
    'Where.secret',
  ]);
});
