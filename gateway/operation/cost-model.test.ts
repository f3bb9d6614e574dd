import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { costModelOf } from './cost-model.ts';

const LINKED =
  'schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) { query: Query }';

const TYPES = `
  directive @any(value: Int @cost(weight: 1)) on FIELD
  type Query {
    dear: Thing @cost(weight: 7)
    free: Thing @cost(weight: 0)
    twice: Thing @cost(weight: 3) @cost(weight: 8) @cost(weight: 5)
    below: Thing @cost(weight: -1)
    unsaid: Thing @cost
    find(where: Where, hard: Boolean @cost(weight: 4)): Thing
    other: Thing @deprecated(reason: "none") @tag(name: "few")
    few: [Thing] @listSize(assumedSize: 3)
    some(first: Int): [Thing] @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"], requireOneSlicingArgument: false)
    one(first: Int): [Thing] @listSize(slicingArguments: "first", assumedSize: "many")
    odd(first: Int): [Thing] @listSize(slicingArguments: ["first", 3, null])
  }
  type Thing implements Either & Weighed { id: ID }
  type Heavy implements Either & Weighed @cost(weight: 20) { id: ID }
  type Light implements Cheap @cost(weight: 0) { id: ID }
  interface Either { id: ID }
  interface Weighed @cost(weight: 2) { id: ID }
  interface Cheap { id: ID @cost(weight: 6) }
  union Any = Thing | Light
  input Where { id: ID deep: Int @cost(weight: 3) }
  scalar Json @cost(weight: 9)
  enum Kind @cost(weight: 10) { A }
  extend type Thing @cost(weight: 1) { more: Thing @cost(weight: 11) }`;

const schema = buildSchema(TYPES, { assumeValid: true, assumeValidSDL: true });

test('whatever is weighed has its weight, and abstract types that of their dearest member', () => {
  const { weights } = costModelOf(`${LINKED}${TYPES}`, schema);
  expect(Object.fromEntries(weights)).toEqual({
    'Query.dear': 7,
    'Query.free': 0,
    'Query.twice': 8,
    'Query.find(hard:)': 4,
    Heavy: 20,
    Light: 0,
    'Cheap.id': 6,
    'Where.deep': 3,
    Json: 9,
    Kind: 10,
    Thing: 1,
    'Thing.more': 11,
    Either: 20,
    Weighed: 2,
    Cheap: 1,
    Any: 1,
  });
});

test('whatever is sized has its size, one value standing for a list of it', () => {
  const { listSizes } = costModelOf(`${LINKED}${TYPES}`, schema);
  const none = { assumedSize: undefined, slicingArguments: [], sizedFields: [] };
  expect(Object.fromEntries(listSizes)).toStrictEqual({
    'Query.few': { ...none, assumedSize: 3, requireOneSlicingArgument: true },
    'Query.some': {
      ...none,
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges'],
      requireOneSlicingArgument: false,
    },
    'Query.one': { ...none, slicingArguments: ['first'], requireOneSlicingArgument: true },
    'Query.odd': { ...none, slicingArguments: ['first'], requireOneSlicingArgument: true },
  });
});

const link = (how: string, version = 'v0.1') =>
  `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/cost/${version}"${how}) { query: Query }`;

test.each([
  [
    'imported under other names',
    link(', import: [{ name: "@cost", as: "@weight" }, { name: "@listSize", as: "@size" }]'),
    'weight',
    'size',
  ],
  [
    'imported by their names',
    link(', as: "price", import: [{ name: "@cost" }, "@listSize"]'),
    'cost',
    'listSize',
  ],
  ['one of them imported', link(', import: "@listSize"'), 'cost', 'listSize'],
  [
    'beside what is no import',
    link(', import: [null, 3, { as: "@cost" }, "@cost"]'),
    'cost',
    'cost__listSize',
  ],
  ['not imported', link(''), 'cost', 'cost__listSize'],
  ['behind another prefix', link(', as: "price"'), 'price', 'price__listSize'],
  ['of a later version', link(', as: "price"', 'v10.12/'), 'price', 'price__listSize'],
  [
    'linked in an extension',
    `extend ${link(', as: "price"').replace(/\{.*\}/, '')}`,
    'price',
    'price__listSize',
  ],
  ['not linked', 'schema { query: Query }', 'cost', 'listSize'],
  [
    'linked from elsewhere',
    link(', as: "price"').replace('specs.apollo.dev/cost', 'example.com/cost'),
    'cost',
    'listSize',
  ],
  [
    'linked from what only holds the address',
    link(', as: "price"').replaceAll('"https', '"x-https'),
    'cost',
    'listSize',
  ],
  ['linked from what only starts like it', link(', as: "price"', 'v0.1/more'), 'cost', 'listSize'],
  [
    'linked where no schema is',
    `type Other @link(url: "https://specs.apollo.dev/cost/v0.1", as: "price") { id: ID }`,
    'cost',
    'listSize',
  ],
])('the directives bind %s', (_, linked, cost, listSize) => {
  const renamed = TYPES.replaceAll('@cost', `@${cost}`).replaceAll('@listSize', `@${listSize}`);
  const read = costModelOf(`${linked} ${renamed}`, schema);
  const expected = costModelOf(`${LINKED} ${TYPES}`, schema);
  expect(read).toEqual(expected);
});
