/** Subgraphs that answer what they should not: their fields are null and said so, others served. */
import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';

const store = {
  name: 'store',
  typeDefs: `${LINK}
    type Item @key(fields: "id") { id: ID! ${OPEN} }
    type Query { item: Item ${OPEN} }`,
  resolvers: { Query: { item: () => ({ id: '1' }) } },
};

const prices = {
  name: 'prices',
  typeDefs: `${LINK} type Item @key(fields: "id") { id: ID! ${OPEN} price: Int ${OPEN} }`,
  resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, price: 7 }) } },
};

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({
    subgraphs: [store, prices],
    policy: { roles: { CLERK: ['open'] } },
    env: { REQUEST_TIMEOUT_MS: '700' },
  });
});
afterEach(() => fixture.answer('prices', undefined));
afterAll(() => fixture.stop());

const sends =
  (body: string, status = 200, type = 'application/json'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

const ENTITIES = '{"_entities":[{"price":7}]}';
/** What would do, were it not for how it comes. */
const PRICED = `{"data":${ENTITIES}}`;
const SECRET = 'connect ECONNREFUSED 10.1.2.3:5432';

const FAILURES: readonly (readonly [string, RequestListener])[] = [
  ['garbage', sends('\u0000\u0001garbage')],
  ['HTML', sends(`<html>${SECRET}</html>`, 200, 'text/html')],
  ['HTML with status 502', sends(`<html>${SECRET}</html>`, 502, 'text/html')],
  ['nothing', sends('')],
  ['null', sends('null')],
  ['a list', sends('[]')],
  ['text as JSON', sends('"data"')],
  ['data that is text', sends('{"data":"x"}')],
  ['errors that are text', sends(`{"data":${ENTITIES},"errors":"${SECRET}"}`)],
  ['a message that is no text', sends('{"data":null,"errors":[{"message":1}]}')],
  ['an error of its own', sends(`{"data":null,"errors":[{"message":"${SECRET}"}]}`)],
  ['status 401', sends('{"errors":[{"message":"who?"}]}', 401)],
  ['a redirect', (_request, response) => response.writeHead(302, { location: '/' }).end()],
  ['JSON cut off', sends('{"data":{"_entities":[{"pri')],
  ['entities that are text', sends('{"data":{"_entities":["x"]}}')],
  ['no entities', sends('{"data":{"_entities":[]}}')],
  [
    'more than 64 MiB',
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(4 * 1_024 * 1_024, ' ');
      const more = (left: number): void => {
        if (left > 0 && !response.destroyed) response.write(chunk, () => more(left - 1));
        else response.end(PRICED);
      };
      more(17);
    },
  ],
  ['a reset', (request) => void request.socket.resetAndDestroy()],
  [
    'a body that stops',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"data"');
    },
  ],
  ['never', () => undefined],
];

test.each(FAILURES)('answers %s', async (_, listener) => {
  fixture.answer('prices', listener);
  const { status, body } = await fixture.ask('CLERK', '{ item { id price } }');
  expect(status).toBe(200);
  expect(body.data).toEqual({ item: { id: '1', price: null } });
  for (const { extensions } of body.errors ?? []) {
    expect(extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
  }
  expect(JSON.stringify(body)).not.toMatch(/ECONN|10\.1\.2\.3|html|prices/);
});

const COUNTED = ['garbage', 'HTML', 'a reset', 'never'];

test('each fetch that failed is counted, and the next request is served whole', async () => {
  const count = () => fixture.metric('payscope_execute_fetch_failures_total', 'subgraph="prices"');
  for (const [name, listener] of FAILURES) {
    if (!COUNTED.includes(name)) continue;
    const before = await count();
    fixture.answer('prices', listener);
    await fixture.ask('CLERK', '{ item { price } }');
    expect([name, await count()]).toEqual([name, before + 1]);
    fixture.answer('prices', undefined);
    const { body } = await fixture.ask('CLERK', '{ item { id price } }');
    expect(body).toMatchObject({ data: { item: { id: '1', price: 7 } } });
  }
});
