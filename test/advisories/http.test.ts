/** Advisories about HTTP: simple requests from other sites, and bodies without end. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const BODY_BYTES_MAX = 8_192;

const store = {
  name: 'store',
  typeDefs: `${LINK} type Query { a: String @policy(policies: [["open"]]) }`,
  resolvers: { Query: { a: () => 'answered' } },
};

let fixture: Fixture;
let authorization: string;
beforeAll(async () => {
  fixture = await startFixture({
    subgraphs: [store],
    policy: { roles: { CLERK: ['open'] } },
    env: { BODY_BYTES_MAX: String(BODY_BYTES_MAX) },
  });
  authorization = `Bearer ${await fixture.token('CLERK')}`;
});
afterAll(() => fixture.stop());

const GET = `/graphql?query=${encodeURIComponent('{ a }')}`;

function get(headers: Readonly<Record<string, string>>) {
  fixture.fetched.length = 0;
  return fetch(new URL(GET, fixture.url), { headers: { authorization, ...headers } });
}

/** Types a browser sends without asking first, by the specification or by a mistake of its own. */
const UNASKED = [
  'message/external-body',
  'message/rfc822; boundary=application/json',
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/graphql',
  'application/jsonx',
  'nonsense',
  ';',
];

test.each(
  UNASKED.flatMap((type) => ['GHSA-9q82-xgwf-vj6h', 'GHSA-hff2-gcpx-8f4p'].map((id) => [id, type])),
)('%s: a GET with content type "%s" runs nothing', async (_, type) => {
  const answer = await get({ 'content-type': type ?? '' });
  expect([400, 415]).toContain(answer.status);
  expect(await answer.text()).not.toContain('answered');
  expect(fixture.fetched).toEqual([]);
});

test('GHSA-9q82-xgwf-vj6h: a GET that no site can make a browser send unasked is answered', async () => {
  for (const [name, value] of [
    ['content-type', 'application/json'],
    ['content-type', 'application/json; charset=utf-8'],
    ['apollo-require-preflight', '1'],
  ] as const) {
    expect(await (await get({ [name]: value })).json()).toMatchObject({ data: { a: 'answered' } });
  }
  expect((await get({})).status).toBe(400);
});

test('GHSA-hff2-gcpx-8f4p: no cookie speaks for anyone, so another site has nothing to ride on', async () => {
  const cookie = `authorization=${authorization}; token=${authorization.slice(7)}`;
  const answer = await fetch(new URL(GET, fixture.url), {
    headers: { cookie, 'apollo-require-preflight': '1' },
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

/** Writes a chunked body for as long as it is taken, and tells how much that was. */
function pour(headers: Readonly<Record<string, string>>, upTo: number) {
  return new Promise<{ readonly status: number; readonly taken: number }>((resolve, reject) => {
    let taken = 0;
    let status = 0;
    const sending = request(new URL('/graphql', fixture.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    const chunk = Buffer.alloc(1_024, ' ');
    const more = () => {
      while (taken < upTo && status === 0) {
        taken += chunk.byteLength;
        if (!sending.write(chunk)) return void sending.once('drain', more);
      }
      sending.end();
    };
    sending.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
      sending.destroy();
      resolve({ status, taken });
    });
    sending.on('error', (error) => (status === 0 ? reject(error) : undefined));
    setImmediate(more);
  });
}

test('CVE-2024-43783: a body is counted while it is read, announced or not, and cut at the limit', async () => {
  const announced = await fetch(new URL('/graphql', fixture.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: `{ a } #${'x'.repeat(BODY_BYTES_MAX)}` }),
  });
  expect(announced.status).toBe(413);
  const poured = await pour({ authorization }, 64 * 1_024 * 1_024);
  expect(poured.status).toBe(413);
  expect(poured.taken).toBeLessThan(16 * 1_024 * 1_024);
});

test('CVE-2024-43783: of who is not let in no body is read at all', async () => {
  const status = await new Promise((resolve, reject) => {
    const sending = request(new URL('/graphql', fixture.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '10000000000' },
    });
    sending.on('response', (response) => {
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.on('error', reject);
    sending.flushHeaders();
  });
  expect(status).toBe(401);
});
