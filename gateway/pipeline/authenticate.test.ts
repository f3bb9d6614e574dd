/** Bearer tokens as HTTP carries them: RFC 6750 §2, §3. Tokens themselves are tested in identity/. */
import { request } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../lib/log.ts';
import { createIssuer, mint } from '../../test/support/tokens.ts';
import { verifierOf } from '../../test/support/verifier.ts';
import { NO_DOCUMENTS } from '../documents/index.ts';
import type { ApolloContext } from '../http/apollo.ts';
import { createHttpServer } from '../http/server.ts';
import { createInFlight } from '../limits/in-flight.ts';
import { createRateLimit } from '../limits/rate.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { openPolicy } from '../policy/index.ts';

let token: string;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const issuer = await createIssuer();
  token = mint(issuer);
  const apollo = new ApolloServer<ApolloContext>({ typeDefs: 'type Query { one: Int }' });
  await apollo.start();
  const inFlight = createInFlight(10);
  const app = createHttpServer({
    admit: {
      verify: verifierOf(issuer),
      anonymous: undefined,
      inFlight,
      rate: createRateLimit(0),
      requestTimeoutMs: 1_000,
      deniedMode: 'partial',
    },
    apollo,
    bodyBytesMax: 10_000,
    checks: [],
    isDraining: () => false,
    log: createLog({ name: 'test', level: 'silent' }),
    metrics: createGatewayMetrics(inFlight.count),
    refuse: () => Promise.reject(new Error('no operation is refused here')),
    publishedKeys: undefined,
    registered: { policy: openPolicy, documents: () => NO_DOCUMENTS },
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  close = async () => {
    await app.close();
    await apollo.stop();
  };
});

afterAll(() => close());

interface Sent {
  readonly path?: string;
  /** Name and value in turn, as they go over the wire. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

interface Received {
  readonly status: number | undefined;
  readonly challenge: string | undefined;
  readonly reason: unknown;
  readonly text: string;
}

function send({ path = '/graphql', headers = [], body = '{"query":"{one}"}' }: Sent) {
  return new Promise<Received>((resolve, reject) => {
    const all = ['host', 'gateway.test', 'content-type', 'application/json', ...headers];
    const length = ['content-length', String(Buffer.byteLength(body))];
    const sent = request(new URL(path, url), { method: 'POST', headers: [...all, ...length] });
    sent.on('error', reject).on('response', async (response) => {
      const text = (await response.toArray()).join('');
      const [error] = JSON.parse(text).errors ?? [];
      resolve({
        status: response.statusCode,
        challenge: response.headers['www-authenticate'],
        reason: error?.extensions.reasonCode,
        text,
      });
    });
    sent.end(body);
  });
}

const accepted: readonly (readonly [string, () => Sent])[] = [
  ['Bearer', () => ({ headers: ['authorization', `Bearer ${token}`] })],
  ['bearer in small letters', () => ({ headers: ['Authorization', `bearer ${token}`] })],
  ['BEARER in capitals', () => ({ headers: ['AUTHORIZATION', `BEARER ${token}`] })],
];

test.each(accepted)('answered: %s', async (_, sent) => {
  expect((await send(sent())).text).toContain('"one":null');
});

/** Nothing of a token here counts, whoever sends it: it is not read. */
const unread: readonly (readonly [string, () => Sent])[] = [
  ['in the query string', () => ({ path: `/graphql?access_token=${token}` })],
  [
    'in the query string, as the header is named',
    () => ({ path: `/graphql?authorization=Bearer%20${token}` }),
  ],
  ['in the body', () => ({ body: JSON.stringify({ query: '{one}', access_token: token }) })],
  ['in a cookie', () => ({ headers: ['cookie', `access_token=${token}`] })],
  ['in X-Authorization', () => ({ headers: ['x-authorization', `Bearer ${token}`] })],
  ['in Proxy-Authorization', () => ({ headers: ['proxy-authorization', `Bearer ${token}`] })],
  ['in X-Forwarded-Access-Token', () => ({ headers: ['x-forwarded-access-token', token] })],
];

test.each(unread)('no token is read %s', async (_, sent) => {
  const { status, challenge, reason, text } = await send(sent());
  expect([status, challenge, reason]).toEqual([401, 'Bearer realm="payscope"', 'TOKEN_MISSING']);
  expect(text).not.toContain(token);
});

const headers: readonly (readonly [string, () => readonly string[]])[] = [
  ['two, both good', () => [`Bearer ${token}`, `Bearer ${token}`]],
  ['two, the first good', () => [`Bearer ${token}`, 'Bearer x.y.z']],
  ['two, the last good', () => ['Bearer x.y.z', `Bearer ${token}`]],
  ['two, one of them empty', () => [`Bearer ${token}`, '']],
  ['two, of two schemes', () => ['Basic eDp5', `Bearer ${token}`]],
  ['schemes joined by a comma', () => [`Basic eDp5, Bearer ${token}`]],
  ['tokens joined by a comma', () => [`Bearer ${token},${token}`]],
  ['tokens joined by a space', () => [`Bearer ${token} ${token}`]],
  ['another scheme', () => [`Basic ${token}`]],
  ['DPoP', () => [`DPoP ${token}`]],
  ['no scheme', () => [token]],
  ['a scheme and nothing', () => ['Bearer']],
  ['a scheme twice', () => [`Bearer Bearer ${token}`]],
  ['no space between', () => [`Bearer${token}`]],
  ['a tab between', () => [`Bearer\t${token}`]],
  ['a token in quotes', () => [`Bearer "${token}"`]],
  ['a parameter', () => [`Bearer token=${token}`]],
  ['a parameter after it', () => [`Bearer ${token}; realm=x`]],
  ['an empty header', () => ['']],
];

test.each(headers)('refused: Authorization of %s', async (_, values) => {
  const sent = values().flatMap((value) => ['authorization', value]);
  const { status, challenge, reason, text } = await send({ headers: sent });
  expect([status, reason]).toEqual([401, 'TOKEN_MALFORMED']);
  expect(challenge).toMatch(/^Bearer realm="payscope", error="invalid_token"/);
  expect(text + challenge).not.toContain(token.slice(0, 20));
});
