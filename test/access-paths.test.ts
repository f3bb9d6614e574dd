/** Every way to a field decides by the concrete coordinate, and so does every way around it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from './support/fixture-gateway.ts';
import type { GraphQLAnswer } from './support/stack.ts';

const OPEN = '@policy(policies: [["facts:read"]])';
const PII = '@policy(policies: [["pii:read"]])';

const typeDefs = `${LINK}
  type Query {
    person(id: ID): Person ${OPEN}
    people: [Person] ${OPEN}
    nodes: [Node] ${OPEN}
    either: [Either] ${OPEN}
    vault: Vault ${OPEN}
    secret: String ${PII}
    must: Must ${OPEN}
  }
  type Mutation { rename(name: String): Person ${OPEN} wipe: Person ${PII} }
  interface Node { id: ID secret: String }
  type Person implements Node @key(fields: "id") ${OPEN} {
    id: ID name: String secret: String ${PII} mood: Mood friend: Node
  }
  type Robot implements Node @key(fields: "id") ${OPEN} {
    id: ID secret: String ${OPEN} model: String serial: String ${PII}
  }
  type Vault ${PII} { id: ID code: String }
  union Either = Person | Robot | Vault
  enum Mood ${PII} { HAPPY GRIM }
  type Must ${OPEN} { id: ID strict: Strict }
  type Strict ${OPEN} { id: ID code: Code }
  scalar Code ${PII}
`;

const ada = { __typename: 'Person', id: '1', name: 'Ada', secret: 'ada-secret', mood: 'HAPPY' };
const robot = {
  __typename: 'Robot',
  id: '2',
  secret: 'robot-secret',
  model: 'M1',
  serial: 'serial-secret',
};
const vault = { __typename: 'Vault', id: '3', code: 'vault-secret' };
const person = { ...ada, friend: robot };

let graph: Fixture;
beforeAll(async () => {
  const Query = {
    person: () => person,
    people: () => [person, null, { ...person, id: '9', friend: ada }],
    nodes: () => [ada, robot],
    either: () => [ada, robot, vault],
    vault: () => vault,
    secret: () => 'root-secret',
    must: () => ({ id: '4', strict: { id: '5', code: 'code-secret' } }),
  };
  const Mutation = { rename: () => person, wipe: () => person };
  graph = await startFixture({
    subgraphs: [{ name: 'things', typeDefs, resolvers: { Query, Mutation } }],
    policy: { roles: { ANALYST: ['facts:read'], BANK_ADMIN: ['facts:read', 'pii:read'] } },
  });
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.fetched.length = 0;
});

const sent = () => graph.fetched.map(({ query }) => query).join('\n');

/** Asks as ANALYST, who lacks pii:read; nothing secret may be in the answer or have been fetched. */
async function askDenied(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const answer = await graph.ask('ANALYST', query, { variables });
  const text = JSON.stringify(answer.body);
  expect(text).not.toMatch(/(ada|serial|vault|root|code)-secret/);
  expect(sent()).not.toMatch(/\bserial\b|\bcode\b|\bmood\b/);
  return { data: JSON.parse(text).data, denied: denials(answer) };
}

const denials = (answer: GraphQLAnswer) =>
  (answer.body.errors ?? []).map((error) => {
    expect(error.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    return `${error.path?.join('.')} ${error.extensions.coordinate}`;
  });

const P = 'Person.secret';
type Case = readonly [string, string, readonly string[], Readonly<Record<string, unknown>>?];
const cases: readonly Case[] = [
  ['direct', '{ person { id secret } }', [`person.secret ${P}`]],
  ['an alias', '{ person { a: secret } }', [`person.a ${P}`]],
  ["an alias that is another field's name", '{ person { name: secret } }', [`person.name ${P}`]],
  ['an inline fragment', '{ person { ... on Person { secret } } }', [`person.secret ${P}`]],
  ['an inline fragment without type', '{ person { ... { secret } } }', [`person.secret ${P}`]],
  [
    'a named fragment',
    '{ person { ...F } } fragment F on Person { secret }',
    [`person.secret ${P}`],
  ],
  [
    'nested fragments',
    '{ ...Q } fragment Q on Query { person { ...N } } fragment N on Node { ... on Person { secret } }',
    [`person.secret ${P}`],
  ],
  ['a fragment on an interface', '{ person { ... on Node { secret } } }', [`person.secret ${P}`]],
  ['through an interface', '{ nodes { id secret } }', [`nodes.0.secret ${P}`]],
  [
    'through an interface, by a fragment on the type',
    '{ nodes { ... on Person { secret } } }',
    [`nodes.0.secret ${P}`],
  ],
  [
    'through an interface in an object',
    '{ people { friend { secret } } }',
    [`people.2.friend.secret ${P}`],
  ],
  [
    'through a union',
    '{ either { ... on Person { secret } ... on Robot { id } } }',
    [`either.0.secret ${P}`, 'either.2 Vault'],
  ],
  [
    'through a union by its interface',
    '{ either { ... on Node { secret } } }',
    [`either.0.secret ${P}`, 'either.2 Vault'],
  ],
  ['a list', '{ people { secret } }', [`people.0.secret ${P}`, `people.2.secret ${P}`]],
  [
    '@include with a variable',
    'query ($yes: Boolean!) { person { secret @include(if: $yes) } }',
    [`person.secret ${P}`],
    { yes: true },
  ],
  ['a root field', '{ secret person { id } }', ['secret Query.secret']],
  ['a type-level rule on an object', '{ vault { code } person { id } }', ['vault Query.vault']],
  ['a type-level rule on an enum', '{ person { mood } }', ['person.mood Person.mood']],
  [
    'a type-level rule on a scalar',
    '{ must { strict { code } } }',
    ['must.strict.code Strict.code'],
  ],
  [
    'a mutation, whose other parts still run',
    'mutation { rename { id secret } }',
    [`rename.secret ${P}`],
  ],
  [
    'a field of one implementer only',
    '{ nodes { ... on Robot { serial } } }',
    ['nodes.1.serial Robot.serial'],
  ],
];

const paths = cases.map(
  ([name, query, denied, variables = {}]) => [name, query, denied, variables] as const,
);

test.each(paths)('decided by %s', async (_, query, expected, variables) => {
  const { denied } = await askDenied(query, variables);
  expect(denied).toEqual(expected);
});

test.each(paths)('with the permission, %s is answered', async (_, query, __, variables) => {
  const answer = await graph.ask('BANK_ADMIN', query, { variables });
  expect(answer.body.errors).toBeUndefined();
  expect(JSON.stringify(answer.body.data)).toMatch(/-secret|HAPPY/);
});

test('what is skipped is neither fetched nor denied', async () => {
  const { denied, data } = await askDenied(
    'query ($no: Boolean = true) { person { id secret @skip(if: $no) } }',
  );
  expect(denied).toEqual([]);
  expect(data).toEqual({ person: { id: '1' } });
});

test("an implementer's rule holds through the interface, and the others are still answered", async () => {
  const answer = await graph.ask('ANALYST', '{ nodes { __typename secret } }');
  expect(answer.body.data).toEqual({
    nodes: [
      { __typename: 'Person', secret: null },
      { __typename: 'Robot', secret: 'robot-secret' },
    ],
  });
});

test('sibling fragments that share a response key do not affect each other', async () => {
  const query = '{ either { ... on Person { x: secret } ... on Robot { x: model } } }';
  const { data, denied } = await askDenied(query);
  expect(data.either).toEqual([{ x: null }, { x: 'M1' }, null]);
  expect(denied).toEqual([`either.0.x ${P}`, 'either.2 Vault']);
});

test('a union keeps its allowed members, and a denied one is null wherever it stands', async () => {
  const { data } = await askDenied('{ either { __typename } }');
  expect(data.either).toEqual([{ __typename: 'Person' }, { __typename: 'Robot' }, null]);
});

test('of several operations only the one that runs is decided', async () => {
  const query = 'query A { person { secret } } query B { person { id } }';
  const answer = await graph.ask('ANALYST', query, { operationName: 'B' });
  expect(answer.body.errors).toBeUndefined();
});

test('a denied mutation does not run, an allowed one beside it does', async () => {
  const answer = await graph.ask('ANALYST', 'mutation { wipe { id } rename(name: "x") { id } }');
  expect(denials(answer)).toEqual(['wipe Mutation.wipe']);
  expect(sent()).not.toContain('wipe');
  expect(sent()).toContain('rename');
});

test('introspection beside a denied field is answered, the field denied', async () => {
  const { data, denied } = await askDenied('{ __schema { queryType { name } } person { secret } }');
  expect(data).toEqual({ __schema: { queryType: { name: 'Query' } }, person: { secret: null } });
  expect(denied).toEqual([`person.secret ${P}`]);
});

const MIXED = '{ secret person { id secret } }';

test('mode reject: the whole operation is refused, every denial listed, nothing fetched', async () => {
  const answer = await graph.ask('ANALYST', MIXED, { headers: { 'payscope-denied': 'reject' } });
  expect(answer.status).toBe(403);
  expect(answer.body.data).toBeUndefined();
  expect(denials(answer)).toEqual(['secret Query.secret', `person.secret ${P}`]);
  expect(graph.fetched).toEqual([]);
});

test('mode reject: an operation without denials runs as ever', async () => {
  const answer = await graph.ask('ANALYST', '{ person { id } }', {
    headers: { 'payscope-denied': 'reject' },
  });
  expect(answer.body).toMatchObject({ data: { person: { id: '1' } } });
});

test('mode filter: nulls without errors, listed apart', async () => {
  const answer = await graph.ask('ANALYST', MIXED, { headers: { 'payscope-denied': 'filter' } });
  expect(answer.body.errors).toBeUndefined();
  expect(answer.body).toMatchObject({
    data: { secret: null, person: { id: '1', secret: null } },
    extensions: {
      authorization: [
        { path: ['secret'], coordinate: 'Query.secret', reasonCode: 'MISSING_PERMISSION' },
        { path: ['person', 'secret'], coordinate: P, reasonCode: 'MISSING_PERMISSION' },
      ],
    },
  });
});

const renamed: readonly (readonly [string, string, unknown])[] = [
  ['the key of a join', '{ person { id: name name: id } }', { person: { id: 'Ada', name: '1' } }],
  [
    '__typename',
    '{ person { __typename: name t: __typename } }',
    { person: { __typename: 'Ada', t: 'Person' } },
  ],
  [
    'another field, deep down',
    '{ people { friend { id: __typename } } }',
    { people: [{ friend: { id: 'Robot' } }, null, { friend: { id: 'Person' } }] },
  ],
  [
    'nothing, and fragments that never apply leave no trace',
    '{ person { ... on Node { ... on Robot { id } } } }',
    { person: {} },
  ],
];

test.each(renamed)("an alias may be another field's name: %s", async (_, query, data) => {
  const answer = await graph.ask('BANK_ADMIN', query);
  expect(answer.body.errors).toBeUndefined();
  expect(answer.body.data).toEqual(data);
});
