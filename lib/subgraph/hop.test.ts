/** A subgraph answers the gateway only: every other call ends before its body is read. */
import { generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facts } from '../../subgraphs/facts/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { hashCoordinates } from '../hop/index.ts';
import { bankIdOf, newDecisionId, newId } from '../ids.ts';

let database: TestDatabase;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  served = await serveForTest(facts, database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.drop();
});

interface Forgery {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: JWTPayload;
  readonly foreignKey?: boolean;
}

/** A token as the gateway would sign it, but for what is changed. */
async function forge({ header, claims, foreignKey }: Forgery): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'payscope-gateway',
    aud: 'facts',
    sub: 'someone',
    role: 'BANK_ADMIN',
    bank_id: bankIdOf('HB'),
    decision_id: newDecisionId(),
    policy_revision: 'r1',
    jti: newId(),
    coordinates: hashCoordinates([]),
    deadline_ms: 30_000,
    iat: now,
    exp: now + 30,
    ...claims,
  };
  const key = foreignKey ? generateKeyPairSync('ed25519').privateKey : served.signing.key;
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'hop+jwt', kid: served.signing.kid, ...header })
    .sign(key);
}

function post(authorization: string | undefined, query: string): Promise<Response> {
  return fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query }),
  });
}

const QUERIES = [
  '{ __typename }',
  '{ _service { sdl } }',
  '{ _entities(representations: [{ __typename: "Bank", id: "x" }]) { __typename } }',
  '{ __schema { queryType { name } } }',
  'not GraphQL at all',
];

const past = () => Math.floor(Date.now() / 1000) - 3600;

const REFUSED: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ['no token', async () => undefined],
  ['an empty bearer token', async () => 'Bearer '],
  ['a token in the Basic scheme', async () => `Basic ${await served.token()}`],
  ['a token without a scheme', () => served.token()],
  ['two tokens', async () => `Bearer ${await served.token()}, Bearer ${await served.token()}`],
  ['text that is no token', async () => 'Bearer a.b.c'],
  ['a token of another key', () => bearer({ foreignKey: true })],
  [
    "a client's token, of the development issuer",
    () =>
      bearer({
        foreignKey: true,
        header: { typ: 'JWT', kid: 'issuer' },
        claims: { iss: 'urn:payscope:development-issuer', aud: 'payscope-gateway' },
      }),
  ],
  ['a token of another type, signed by the same key', () => bearer({ header: { typ: 'JWT' } })],
  ['a token of another issuer', () => bearer({ claims: { iss: 'urn:other' } })],
  ['a token for another subgraph', () => bearer({ claims: { aud: 'metrics' } })],
  ['an expired token', () => bearer({ claims: { iat: past(), exp: past() + 30 } })],
  ['a token made to last a day', () => bearer({ claims: { iat: past(), exp: past() + 86_400 } })],
  ['a token without an expiry', () => bearer({ claims: { exp: undefined } })],
  ['a token without a bank', () => bearer({ claims: { bank_id: undefined } })],
  ['a token with a bank code for a bank id', () => bearer({ claims: { bank_id: 'HB' } })],
  ['a token without a subject', () => bearer({ claims: { sub: undefined } })],
  ['a token without a role', () => bearer({ claims: { role: undefined } })],
  ['a token without a decision', () => bearer({ claims: { decision_id: undefined } })],
  ['a token without a policy revision', () => bearer({ claims: { policy_revision: undefined } })],
  ['a token without an id', () => bearer({ claims: { jti: undefined } })],
  ['a token without what it permits', () => bearer({ claims: { coordinates: undefined } })],
  ['a token that permits by another word', () => bearer({ claims: { coordinates: '*' } })],
  ['a token without a deadline', () => bearer({ claims: { deadline_ms: undefined } })],
  ['a token whose time is over', () => bearer({ claims: { deadline_ms: 0 } })],
  ['a token made to last 61 seconds', () => bearer({ claims: lasting(61) })],
  ['a token with alg none', async () => `Bearer ${unsecured()}`],
  ['a token signed HS256 with the public key id', async () => `Bearer ${await hmac()}`],
  ['a token with a character of its signature changed', async () => `Bearer ${await tampered()}`],
  ['a token of a time to come', () => bearer({ claims: lasting(30, 60) })],
  ['a token not valid before', () => bearer({ claims: { nbf: past() + 7_200 } })],
  ['a token for several subgraphs', () => bearer({ claims: { aud: ['facts', 'metrics'] } })],
  ['a token that says more than the gateway does', () => bearer({ claims: { scope: 'all' } })],
  ['a token that brings its own key', () => bearer({ header: { jwk: foreignJwk() } })],
  ['a token of a key nobody published', () => bearer({ header: { kid: '__proto__' } })],
  ['a token in another spelling', async () => `Bearer ${respelt(await served.token())}`],
];

function lasting(seconds: number, from = 0): JWTPayload {
  const now = Math.floor(Date.now() / 1000) + from;
  return { iat: now, exp: now + seconds };
}

async function bearer(forgery: Forgery): Promise<string> {
  return `Bearer ${await forge(forgery)}`;
}

function unsecured(): string {
  const jwt = new UnsecuredJWT({ role: 'ADMIN', bank_id: bankIdOf('HB') })
    .setIssuer('payscope-gateway')
    .setAudience('facts')
    .setSubject('someone')
    .setIssuedAt()
    .setExpirationTime('30s')
    .encode();
  return `${jwt}AAAA`;
}

function hmac(): Promise<string> {
  return new SignJWT({ role: 'ADMIN', bank_id: bankIdOf('HB'), decision_id: newDecisionId() })
    .setProtectedHeader({ alg: 'HS256', typ: 'hop+jwt', kid: served.signing.kid })
    .setIssuer('payscope-gateway')
    .setAudience('facts')
    .setSubject('someone')
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(new TextEncoder().encode(served.signing.kid));
}

function foreignJwk(): object {
  return generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
}

/** The same 64 bytes: the last character of a signature has four bits that say nothing (RFC 4648 §3.5). */
function respelt(token: string): string {
  const next = { A: 'B', Q: 'R', g: 'h', w: 'x' }[token.at(-1) ?? ''];
  if (!next) throw new Error('a signature that does not end in A, Q, g or w');
  return token.slice(0, -1) + next;
}

/** The first character of the signature: the last one has bits that say nothing. */
async function tampered(): Promise<string> {
  const [head, payload, signature = ''] = (await served.token()).split('.');
  return `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

describe('a call to a subgraph', () => {
  it.each(REFUSED)('with %s is refused, whatever it asks', async (_, authorization) => {
    for (const query of QUERIES) {
      const response = await post(await authorization(), query);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  it('with a hop token is answered, in whatever case the scheme is written', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const response = await post(`${scheme} ${await served.token()}`, '{ __typename }');
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    }
  });

  it('without a token is refused before its body is read', async () => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(3 * 1024 * 1024),
    }).catch((error: unknown) => error);
    // The server may close the connection while the client still sends: never a 413 or 400.
    if (response instanceof Response) expect(response.status).toBe(401);
  });

  it.each([
    ['GET', '/graphql'],
    ['GET', '/'],
    ['GET', '/health'],
    ['GET', '/health/live/'],
    ['GET', '/metrics/x'],
    ['POST', '/health/live'],
    ['POST', '/metrics'],
    ['POST', '/entries'],
    ['DELETE', '/graphql'],
    ['GET', '/%2e%2e/metrics/..%2fgraphql'],
  ])('%s %s without a token is refused: closed unless opened', async (method, path) => {
    const response = await fetch(`${served.url}${path}`, { method });
    expect(response.status).toBe(401);
  });

  it.each(['/health/live', '/health/ready', '/metrics'])(
    'GET %s needs no token and tells nothing of a bank',
    async (path) => {
      const response = await fetch(`${served.url}${path}`);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain(bankIdOf('HB'));
    },
  );

  it('that is refused is counted', async () => {
    await post(undefined, '{ __typename }');
    const text = await (await fetch(`${served.url}/metrics`)).text();
    expect(text).toMatch(
      /payscope_subgraph_hop_refusals_total\{reason="token",subgraph="facts"\} [1-9]/,
    );
  });
});
