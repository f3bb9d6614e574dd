/** Status, outcome and masks of an answer, as policy and subgraphs together make them. */
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from './support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';
const REVEALS = `extend schema @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"])
  @composeDirective(name: "@reveals")
  directive @reveals(coordinates: [String!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE`;

const typeDefs = `${LINK.replace('"@key",', '"@key", "@composeDirective",')} ${REVEALS}
  type Query {
    thing: Thing ${OPEN}
    things(
      filter: Filter @reveals(coordinates: [])
      order: Order = NAME @reveals(coordinates: [])
    ): [Thing!] ${OPEN}
    broken: String ${OPEN}
    wrong: String ${OPEN}
    hidden: String @policy(policies: [["closed"]])
  }
  type Thing ${OPEN} {
    name: String
    born: String @policy(policies: [["whole"]])
    secret: String @policy(policies: [["secrets"]])
  }
  input Filter {
    name: String @reveals(coordinates: ["Thing.name"])
    born: String @reveals(coordinates: ["Thing.born"])
    secret: String @reveals(coordinates: ["Thing.secret"])
    and: [Filter!] @reveals(coordinates: [])
  }
  enum Order {
    NAME @reveals(coordinates: ["Thing.name"])
    SECRET @reveals(coordinates: ["Thing.secret"])
  }`;

let graph: Fixture;
beforeAll(async () => {
  const thing = { name: 'n', born: '1950-05-06', secret: 's' };
  const Query = {
    thing: () => thing,
    things: () => [thing],
    broken: () => {
      throw new Error('a fault');
    },
    wrong: () => {
      throw new GraphQLError('Say it otherwise.', { extensions: { code: 'BAD_USER_INPUT' } });
    },
  };
  graph = await startFixture({
    subgraphs: [{ name: 'things', typeDefs, resolvers: { Query } }],
    policy: {
      roles: { SOME: ['open'], ALL: ['open', 'secrets', 'whole'], NONE: [] },
      hidden: ['closed'],
      masks: { 'Thing.born': { permission: 'whole', obligation: { kind: 'year' } } },
    },
  });
});
afterAll(() => graph.stop());

type Row = readonly [
  what: string,
  role: string,
  query: string,
  status: number,
  outcome: string,
  denied: readonly string[],
];
const rows: readonly Row[] = [
  ['all allowed', 'ALL', '{ thing { name secret } }', 200, 'ALLOWED', []],
  ['some denied', 'SOME', '{ thing { name secret } }', 200, 'PARTIAL', ['Thing.secret']],
  [
    'one of two roots denied by its input',
    'SOME',
    '{ thing { name } things(order: SECRET) { name } }',
    200,
    'PARTIAL',
    ['Order.SECRET'],
  ],
  ['nothing allowed', 'NONE', '{ thing { name } }', 403, 'REFUSED', ['Query.thing']],
  [
    'nothing allowed, twice',
    'NONE',
    '{ a: thing { name } things { name } }',
    403,
    'REFUSED',
    ['Query.thing', 'Query.things'],
  ],
  [
    'only the denied input was asked for',
    'SOME',
    '{ things(filter: { secret: "s" }) { name } }',
    403,
    'REFUSED',
    ['Filter.secret'],
  ],
  ['a fault of a subgraph', 'ALL', '{ broken }', 503, 'FAILED', []],
  ['a fault beside data', 'ALL', '{ broken thing { name } }', 200, 'FAILED', []],
  [
    'a fault beside a denial',
    'SOME',
    '{ broken thing { secret } }',
    200,
    'FAILED',
    ['Thing.secret'],
  ],
  ["the client's mistake", 'ALL', '{ wrong }', 400, 'REFUSED', []],
  ["the client's mistake beside data", 'ALL', '{ wrong thing { name } }', 200, 'ALLOWED', []],
  ['a hidden field', 'ALL', '{ hidden }', 400, 'REFUSED', []],
];

test.each(rows)('%s', async (_, role, query, status, outcome, denied) => {
  const count = () => graph.metric('payscope_audit_operations_total', `outcome="${outcome}"`);
  const before = await count();
  const answer = await graph.ask(role, query);
  expect(answer.status).toBe(status);
  const coordinates = (answer.body.errors ?? []).flatMap(({ extensions }) =>
    extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE' ? [extensions.coordinate] : [],
  );
  expect([...new Set(coordinates)].sort()).toEqual(denied);
  expect(await count()).toBe(before + 1);
});

const inputs: readonly (readonly [string, string, string | undefined, Record<string, unknown>?])[] =
  [
    ['an open filter', '{ things(filter: { name: "n" }) { name } }', undefined],
    ['a filter on a denied field', '{ things(filter: { secret: "s" }) { name } }', 'Filter.secret'],
    [
      'nested',
      '{ things(filter: { and: [{ and: [{ secret: "s" }] }] }) { name } }',
      'Filter.secret',
    ],
    [
      'by variable',
      'query ($f: Filter) { things(filter: $f) { name } }',
      'Filter.secret',
      { f: { secret: 's' } },
    ],
    [
      'by a part of a variable',
      'query ($s: String) { things(filter: { secret: $s }) { name } }',
      'Filter.secret',
      { s: 's' },
    ],
    [
      "by the variable's default",
      'query ($f: Filter = { secret: "s" }) { things(filter: $f) { name } }',
      'Filter.secret',
    ],
    [
      'a filter on a masked field',
      '{ things(filter: { born: "1950-05-06" }) { name } }',
      'Filter.born',
    ],
    ['an order by a denied field', '{ things(order: SECRET) { name } }', 'Order.SECRET'],
    [
      'in a fragment',
      '{ ...F } fragment F on Query { things(order: SECRET) { name } }',
      'Order.SECRET',
    ],
    ['the open default order', '{ things { name } }', undefined],
    [
      'a variable without the denied part',
      'query ($f: Filter) { things(filter: $f) { name } }',
      undefined,
      { f: { name: 'n' } },
    ],
  ];

test.each(
  inputs.map(([name, query, denied, variables = {}]) => [name, query, denied, variables] as const),
)('inputs are reads: %s', async (_, query, denied, variables) => {
  graph.fetched.length = 0;
  const answer = await graph.ask('SOME', query, { variables });
  expect(answer.body.errors?.map(({ extensions }) => extensions.coordinate)).toEqual(
    denied && [denied],
  );
  expect(graph.fetched.length).toBe(denied ? 0 : 1);
  const full = await graph.ask('ALL', query, { variables });
  expect(full.body).toMatchObject({ data: { things: [{ name: 'n' }] } });
  expect(full.body.errors).toBeUndefined();
});

test('the same text with other variables is decided anew, in both orders', async () => {
  const query = 'query ($f: Filter) { things(filter: $f) { name } }';
  const ask = async (f: object) =>
    (await graph.ask('SOME', query, { variables: { f } })).body.data.things;
  expect(await ask({ name: 'n' })).toEqual([{ name: 'n' }]);
  expect(await ask({ secret: 's' })).toBeNull();
  expect(await ask({ name: 'n' })).toEqual([{ name: 'n' }]);
});

test('a masked value is masked in place, whole for those who may', async () => {
  const born = async (role: string) =>
    (await graph.ask(role, '{ thing { born } }')).body.data.thing.born;
  expect(await born('SOME')).toBe('1950-01-01');
  expect(await born('ALL')).toBe('1950-05-06');
});

test('a denial reads the same whatever it is about, but for its coordinate', async () => {
  const answer = await graph.ask('SOME', '{ thing { secret } }');
  expect(answer.body.errors).toEqual([
    {
      message: 'You may not read Thing.secret.',
      path: ['thing', 'secret'],
      extensions: {
        code: 'UNAUTHORIZED_FIELD_OR_TYPE',
        coordinate: 'Thing.secret',
        reasonCode: 'MISSING_PERMISSION',
        hint: expect.stringContaining('decision id'),
        decisionId: answer.headers.get('payscope-decision-id'),
      },
    },
  ]);
});

test('refused operations of one document are not taken for another of its operations', async () => {
  const query = 'query A { thing { secret } } query B { thing { name } }';
  const run = (operationName: string) => graph.ask('SOME', query, { operationName });
  expect((await run('A')).body.data).toEqual({ thing: { secret: null } });
  expect((await run('B')).body.data).toEqual({ thing: { name: 'n' } });
  expect((await run('A')).body.data).toEqual({ thing: { secret: null } });
});
