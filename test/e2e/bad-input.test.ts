/** Bad input of every kind: a code, the right status, no stack, and the gateway goes on. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let token: string;
beforeAll(async () => {
  stack = await startStack({ load: 'sample' });
  token = await stack.token('ANALYST', 'HB');
});
afterAll(() => stack.stop());

afterEach(async () => {
  const answer = await stack.ask(token, '{ bank { code } }');
  expect(answer.body.data).toEqual({ bank: { code: 'HB' } });
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function send({ method = 'POST', path = '/graphql', headers, body }: Sent) {
  const response = await fetch(new URL(path, stack.url), {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  expect(text).not.toMatch(/\bat \w+.*\.[jt]s:\d+|node_modules|stacktrace|select |payscope_app/i);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

const query = (text: string, variables?: unknown): Sent => ({
  body: JSON.stringify({ query: text, variables }),
});

const cases: readonly (readonly [string, Sent, number, string])[] = [
  ['malformed JSON', { body: '{"query": "{bank{id}}"' }, 400, 'BAD_REQUEST'],
  ['an empty body', { body: '' }, 400, 'BAD_REQUEST'],
  ['a body that is no object', { body: '"{bank{id}}"' }, 400, 'BAD_REQUEST'],
  ['a batch', { body: '[{"query":"{bank{id}}"}]' }, 400, 'BAD_REQUEST'],
  ['no query', { body: '{"variables":{}}' }, 400, 'BAD_REQUEST'],
  [
    'variables as a string',
    { body: '{"query":"{bank{id}}","variables":"{}"}' },
    400,
    'BAD_REQUEST',
  ],
  [
    'invalid UTF-8 in a token',
    { headers: { authorization: 'Bearer a.b.\u00ff' } },
    401,
    'UNAUTHENTICATED',
  ],
  ['a syntax error', query('{ bank { id }'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', query('{ bank { nosuch } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an unknown operation name',
    { body: '{"query":"query A {bank{id}}","operationName":"B"}' },
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'a missing variable',
    query('query ($id: ID!) { account(id: $id) { id } }'),
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a variable of the wrong type',
    query('query ($n: Int) { accounts(first: $n) { edges { cursor } } }', { n: 'ten' }),
    400,
    'BAD_USER_INPUT',
  ],
  [
    'an impossible date',
    query('{ payments(filter: { valueDateFrom: "1994-02-31" }) { edges { cursor } } }'),
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a float for money',
    query('{ payments(filter: { minAmount: 1.5 }) { edges { cursor } } }'),
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['negative first', query('{ payments(first: -1) { edges { cursor } } }'), 400, 'BAD_USER_INPUT'],
  [
    'first over its limit',
    query('{ payments(first: 201) { edges { cursor } } }'),
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a made-up cursor',
    query('{ payments(after: "AAAA") { edges { cursor } } }'),
    400,
    'BAD_USER_INPUT',
  ],
  [
    'too many hops',
    query(
      '{ paths(from: { bank: "HB", number: "1" }, to: { bank: "AB", number: "2" }, maxHops: 99) { hops } }',
    ),
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a period that ends before it starts',
    query(
      '{ describe(metric: PAYMENT_AMOUNT, period: { from: "1994-01-02", to: "1994-01-01" }) { count } }',
    ),
    400,
    'BAD_USER_INPUT',
  ],
  ['a query of 1 MB', query(`{ bank { ${'id '.repeat(350_000)} } }`), 413, 'PAYLOAD_TOO_LARGE'],
  [
    'a query of 20,000 tokens',
    query(`{ bank { ${'id '.repeat(20_000)} } }`),
    400,
    'GRAPHQL_PARSE_FAILED',
  ],
  [
    'a form',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={bank{id}}' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'plain text',
    { headers: { 'content-type': 'text/plain' }, body: '{"query":"{bank{id}}"}' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a gzipped body',
    { headers: { 'content-encoding': 'gzip' }, body: 'x' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['DELETE', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
  ['PUT', { method: 'PUT', body: '{}' }, 405, 'METHOD_NOT_ALLOWED'],
  [
    'a GET of a mutation',
    { method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { x }')}` },
    405,
    'BAD_REQUEST',
  ],
  ['another path', { path: '/nothing', body: '{}' }, 404, 'NOT_FOUND'],
  [
    'a bank header that differs',
    { headers: { 'x-bank-id': bankIdOf('CD') }, ...query('{ bank { id } }') },
    403,
    'FORBIDDEN',
  ],
  [
    'a fragment cycle',
    query('{ bank { ...A } } fragment A on Bank { ...B } fragment B on Bank { ...A }'),
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a subscription', query('subscription { x }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
];

test.each(cases)('%s', async (_, sent, status, code) => {
  const answer = await send(sent);
  expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([status, code]);
  expect(answer.body.errors[0].message.length).toBeGreaterThan(5);
});

test('an unknown persisted query asks for its text, as Apollo clients expect', async () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
  const answer = await send({ body: JSON.stringify({ extensions }) });
  expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([
    200,
    'PERSISTED_QUERY_NOT_FOUND',
  ]);
});

test('a GET without a preflighted header is refused, with one it is answered', async () => {
  const path = `/graphql?query=${encodeURIComponent('{ bank { code } }')}`;
  const get = (headers: Record<string, string>) =>
    fetch(new URL(path, stack.url), { headers: { authorization: `Bearer ${token}`, ...headers } });
  expect((await get({})).status).toBe(400);
  const answer = await get({ 'apollo-require-preflight': '1' });
  expect(await answer.json()).toMatchObject({ data: { bank: { code: 'HB' } } });
});

test('aliases and variables named like object internals do no harm', async () => {
  const body =
    '{"query":"query ($__proto__: Int) { __proto__: accounts(first: $__proto__) { constructor: edges { cursor } } }","variables":{"__proto__":1}}';
  const answer = await send({ body });
  expect([200, 400]).toContain(answer.status);
  expect(Object.getPrototypeOf({}).edges).toBeUndefined();
});

test('two Authorization headers are refused, whatever they hold', async () => {
  const { hostname, port } = new URL(stack.url);
  const head = [
    'POST /graphql HTTP/1.1',
    `host: ${hostname}`,
    'content-type: application/json',
    `authorization: Bearer ${token}`,
    `authorization: Bearer ${token}`,
    'content-length: 0',
    'connection: close',
    '',
    '',
  ].join('\r\n');
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head));
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    socket.on('end', () => resolve(received)).on('error', reject);
  });
  expect(text).toMatch(/^HTTP\/1\.1 401/);
});

test("another bank's cursor is refused like a made-up one", async () => {
  const page = '{ payments(first: 1) { edges { cursor } } }';
  const foreign = await stack.ask(await stack.token('ANALYST', 'CD'), page);
  const cursor = foreign.body.data.payments.edges[0].cursor;
  const answer = await send(query(`{ payments(after: "${cursor}") { edges { cursor } } }`));
  const madeUp = await send(query('{ payments(after: "AAAA") { edges { cursor } } }'));
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].message).toBe(madeUp.body.errors[0].message);
});

test('a field denied and an object of another bank read the same, existing or not', async () => {
  const foreign = await stack.ask(
    await stack.token('ANALYST', 'CD'),
    '{ payments(first: 1) { edges { node { id } } } }',
  );
  const id = foreign.body.data.payments.edges[0].node.id;
  const ask = (paymentId: string) =>
    send(query(`{ payment(id: "${paymentId}") { id auditTrail { sequence } } }`));
  const existing = await ask(id);
  const absent = await ask('00000000-0000-4000-8000-000000000000');
  expect(existing.body.data).toEqual(absent.body.data);
  expect(existing.body.errors).toEqual(absent.body.errors);
});
