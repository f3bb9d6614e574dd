/** Small operations that make a validator or a planner work without end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';

/** Fields that several subgraphs resolve, which multiply what a planner may consider. */
const node = (shared: string) => `type Node @key(fields: "id") {
    id: ID! ${OPEN} next: Node @shareable ${OPEN} value: Value @shareable ${OPEN} ${shared} }
  type Value @shareable { x: Int ${OPEN} y: Int ${OPEN} deeper: Value ${OPEN} }`;

const subgraphs = ['one', 'two', 'three'].map((name) => ({
  name,
  typeDefs: `${LINK} ${node(`${name}: Int ${OPEN}`)}
    type Query { node: Node @shareable ${OPEN} nodes: [Node!] @shareable ${OPEN} }`,
  resolvers: {
    Query: { node: () => ({ id: '1' }), nodes: () => [] },
    Node: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
  },
}));

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({ subgraphs, policy: { roles: { CLERK: ['open'] } } });
  await fixture.ask('CLERK', '{ node { id value { x } one two three } }');
});
afterAll(() => fixture.stop());

const WALL_MS_MAX = 1_500;

/** Refused before it is validated or planned, with nothing fetched; the next one is served. */
async function expectRefusedAtOnce(query: string): Promise<void> {
  fixture.fetched.length = 0;
  const startedAt = performance.now();
  const answer = await fixture.ask('CLERK', query);
  const took = performance.now() - startedAt;
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.[0]?.extensions.code).toBe('OPERATION_TOO_COMPLEX');
  expect(answer.body.data).toBeUndefined();
  expect(fixture.fetched).toEqual([]);
  expect(took).toBeLessThan(WALL_MS_MAX);
  expect((await fixture.ask('CLERK', '{ node { id } }')).status).toBe(200);
}

/** Answered or refused, but soon. */
async function expectEndedSoon(query: string): Promise<void> {
  const startedAt = performance.now();
  const answer = await fixture.ask('CLERK', query);
  expect(performance.now() - startedAt).toBeLessThan(WALL_MS_MAX);
  expect([200, 400]).toContain(answer.status);
  expect((await fixture.ask('CLERK', '{ node { id } }')).status).toBe(200);
}

/** `depth` fragments, each spreading the next twice: 2^depth fields in a few hundred characters. */
function fragmentBomb(
  depth: number,
  body = (next: string) => `a: next { ${next} } b: next { ${next} }`,
) {
  const fragments = Array.from({ length: depth }, (_, index) => {
    const next = index + 1 < depth ? `...F${index + 1}` : 'id';
    return `fragment F${index} on Node { ${body(next)} }`;
  });
  return `{ node { ...F0 } } ${fragments.join(' ')}`;
}

test('CVE-2025-32030: named fragments that double at each level are not expanded', () =>
  expectRefusedAtOnce(fragmentBomb(18)));

test('CVE-2025-32030: nor when they are nested without fields in between', () =>
  expectEndedSoon(fragmentBomb(24, (next) => `${next} ...on Node { ${next} }`)));

test('CVE-2025-32031: selections over conditions and aliases that no shortcut covers', () =>
  expectRefusedAtOnce(
    fragmentBomb(
      14,
      (next) =>
        `a: next @include(if: true) { ${next} one } b: next { ... on Node { ${next} two } } c: value { x }`,
    ),
  ));

test('CVE-2025-32032: many at once keep nobody else waiting', async () => {
  const bombs = Array.from({ length: 20 }, (_, index) =>
    fixture.ask('CLERK', fragmentBomb(14 + (index % 4))),
  );
  await expectEndedSoon('{ node { id one two three value { x y } } }');
  for (const bomb of await Promise.all(bombs)) expect(bomb.status).toBe(400);
});

test('CVE-2024-43414: fields of many subgraphs, chosen many times over', () => {
  const values = Array.from({ length: 60 }, (_, index) => `v${index}: value { x y deeper { x } }`);
  return expectEndedSoon(`{ nodes { ${values.join(' ')} next { ${values.join(' ')} } } }`);
});

/** Within every limit, so that it is planned. */
function nest(depth: number): string {
  return depth === 0 ? 'id' : `next { value { x } one two three ${nest(depth - 1)} }`;
}

test('CVE-2024-43414: nested through every one of them, as deep as the limits let it', async () => {
  const query = `{ node { ${nest(12)} } }`;
  await expectEndedSoon(query);
  expect((await fixture.ask('CLERK', query)).status).toBe(200);
});

test('CVE-2024-43414: in a preflight, which plans and does not run', async () => {
  const startedAt = performance.now();
  const response = await fetch(new URL('/graphql/preflight', fixture.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await fixture.token('CLERK')}`,
    },
    body: JSON.stringify({ query: `{ node { ${nest(12)} } }` }),
  });
  await response.text();
  expect([200, 400]).toContain(response.status);
  expect(performance.now() - startedAt).toBeLessThan(WALL_MS_MAX);
});

test('CVE-2023-26144: thousands of fields that share a response key', () =>
  expectRefusedAtOnce(`{ node { ${'id '.repeat(14_500)} } }`));

test('CVE-2023-26144: fields that overlap through many fragments', () => {
  const names = Array.from({ length: 300 }, (_, index) => `F${index}`);
  const spreads = names.map((name) => `...${name}`).join(' ');
  const fragments = names.map((name) => `fragment ${name} on Node { id next { id value { x } } }`);
  return expectRefusedAtOnce(`{ node { ${spreads} } } ${fragments.join(' ')}`);
});

test('CVE-2023-26144: fields that overlap through inline fragments, level by level', () => {
  const many = (text: string) => `... on Node { ${text} } `.repeat(45);
  return expectRefusedAtOnce(`{ node { ${many(`next { ${many('id')} }`)} } }`);
});
