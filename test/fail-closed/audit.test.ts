/** No receipt, no answer: an audit trail that is down, slow or wrong. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const store = {
  name: 'store',
  typeDefs: `${LINK} type Query { a: String @policy(policies: [["open"]]) }`,
  resolvers: { Query: { a: () => 'private' } },
};

const created: RequestListener = (_request, response) => response.writeHead(201).end('{}');

let fixture: Fixture;
let server: Server;
let answer: RequestListener = created;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  fixture = await startFixture({
    subgraphs: [store],
    policy: { roles: { CLERK: ['open'] } },
    env: { AUDIT_URL: `http://127.0.0.1:${port}`, REQUEST_TIMEOUT_MS: '400' },
  });
});
afterAll(async () => {
  await fixture.stop();
  server.closeAllConnections();
  server.close();
});

const says =
  (status: number, headers = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end('{}');
  };

const FAILURES: readonly (readonly [string, RequestListener])[] = [
  ['answers 500', says(500)],
  ['answers 503', says(503)],
  ['answers 401', says(401)],
  ['answers 404', says(404)],
  ['answers 409', says(409)],
  ['answers 202, not yet written', says(202)],
  ['answers 204', says(204)],
  ['redirects', says(302, { location: '/' })],
  ['resets', (request) => void request.socket.resetAndDestroy()],
  ['is too slow', () => undefined],
];

const QUERIES: readonly (readonly [string, string])[] = [
  ['an answer', '{ a }'],
  ['a refusal', '{ nosuch }'],
];

const cases = FAILURES.flatMap(([name, listener]) =>
  QUERIES.map(([kind, query]) => [name, kind, listener, query] as const),
);

test.each(cases)('the audit trail %s: %s is not given', async (_, __, listener, query) => {
  const before = await fixture.metric('payscope_audit_failures_total');
  answer = listener;
  const failed = await fixture.ask('CLERK', query);
  answer = created;
  expect(failed.status).toBe(503);
  expect(failed.body.data).toBeUndefined();
  expect(failed.body.errors?.map(({ extensions }) => extensions.code)).toEqual([
    'AUDIT_UNAVAILABLE',
  ]);
  expect(JSON.stringify(failed.body)).not.toContain('private');
  expect(await fixture.metric('payscope_audit_failures_total')).toBeGreaterThan(before);
  expect((await fixture.ask('CLERK', '{ a }')).body.data).toEqual({ a: 'private' });
});
