/** Names of object internals: from the client, and from a subgraph that is not ours any more. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';

const store = {
  name: 'store',
  typeDefs: `${LINK}
    type Item @key(fields: "id") { id: ID! ${OPEN} name: String ${OPEN} }
    type Query { item(id: String): Item ${OPEN} items: [Item!] ${OPEN} }`,
  resolvers: {
    Query: { item: () => ({ id: '1', name: 'polluted' }), items: () => [{ id: '1', name: 'x' }] },
  },
};

const prices = {
  name: 'prices',
  typeDefs: `${LINK} type Item @key(fields: "id") { id: ID! ${OPEN} price: Int ${OPEN} }`,
  resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, price: 7 }) } },
};

let fixture: Fixture;
let untouched: readonly (readonly [string, unknown])[];

beforeAll(async () => {
  fixture = await startFixture({
    subgraphs: [store, prices],
    policy: { roles: { CLERK: ['open'] } },
  });
});
afterAll(() => fixture.stop());

beforeEach(() => {
  untouched = internals();
});

/** What every object inherits, own names and values. */
function internals(): readonly (readonly [string, unknown])[] {
  const holders = [Object.prototype, Array.prototype, Function.prototype, Object];
  return holders.flatMap((holder) =>
    Object.entries(Object.getOwnPropertyDescriptors(holder)).map(
      ([name, { value }]) => [name, value] as const,
    ),
  );
}

async function expectUnpolluted(): Promise<void> {
  expect(internals()).toEqual(untouched);
  expect(Object.keys({})).toEqual([]);
  const after = await fixture.ask('CLERK', '{ items { id name price } }');
  expect(after.body).toMatchObject({ data: { items: [{ id: '1', name: 'x', price: 7 }] } });
}

const OPERATIONS: readonly (readonly [string, string, string])[] = [
  ['an alias __proto__', '{ __proto__: item { __proto__: name polluted: id } }', '{}'],
  ['an alias __proto__ over a join', '{ __proto__: item { price polluted: name } }', '{}'],
  ['aliases constructor and prototype', '{ constructor: item { prototype: name price } }', '{}'],
  ['an alias of a method', '{ toString: item { valueOf: name hasOwnProperty: price } }', '{}'],
  [
    'a variable __proto__',
    'query ($__proto__: String) { item(id: $__proto__) { price } }',
    '{"__proto__":"x"}',
  ],
  [
    'a variable constructor that is an object',
    'query ($constructor: String) { item(id: $constructor) { price } }',
    '{"constructor":{"prototype":{"polluted":1}}}',
  ],
];

test.each(OPERATIONS)(
  'GHSA-pfjj-6f4p-rvmh (CVE-2026-32621): %s changes no prototype',
  async (_, query, variables) => {
    const response = await fetch(new URL('/graphql', fixture.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await fixture.token('CLERK')}`,
      },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    });
    await response.text();
    expect([200, 400]).toContain(response.status);
    await expectUnpolluted();
  },
);

const ANSWERS: readonly (readonly [string, string])[] = [
  ['at the top', '{"data":{"items":[{"__typename":"Item","id":"1"}]},"__proto__":{"polluted":1}}'],
  ['in data', '{"data":{"__proto__":{"polluted":1},"items":[]}}'],
  [
    'in an entity',
    '{"data":{"items":[{"__proto__":{"polluted":1},"__typename":"Item","id":"1","constructor":{"prototype":{"polluted":1}}}]}}',
  ],
  [
    'in errors and extensions',
    '{"data":null,"errors":[{"message":"m","path":["__proto__","polluted"],"extensions":{"__proto__":{"polluted":1}}}],"extensions":{"__proto__":{"polluted":1}}}',
  ],
];

test.each(ANSWERS)(
  'GHSA-pfjj-6f4p-rvmh (CVE-2026-32621): a subgraph that answers __proto__ %s changes no prototype',
  async (_, body) => {
    fixture.answer('store', (_request, response) => {
      response.setHeader('content-type', 'application/json').end(body);
    });
    const answer = await fixture.ask('CLERK', '{ items { id name price } }');
    fixture.answer('store', undefined);
    expect(JSON.stringify(answer.body.data)).not.toContain('polluted');
    await expectUnpolluted();
  },
);
