/** Registered operations, asked by id over HTTP, of a gateway that runs as a process. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRegisteredOperations } from '../../gateway/documents/index.ts';
import { type GraphQLAnswer, type Stack, startStack } from '../support/stack.ts';

const APP_QUERY = 'query Home {\n  bank {\n    code\n  }\n}';
const FREE = 'query Free { bank { code } }';
const INTROSPECTION = '{ __schema { queryType { name } } }';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const apq = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

let folder: string;
let stack: Stack;
const ids = new Map<string, { readonly id: string; readonly text: string }>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-operations-'));
  await cp('schema/operations', folder, { recursive: true });
  await writeApp(APP_QUERY);
  for (const { name, id, document } of await readRegisteredOperations('schema/operations')) {
    ids.set(name, { id, text: document });
  }
  stack = await startStack({ load: 'sample', env: { OPERATIONS_DIR: folder } });
});
afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

/** As Apollo's tool writes it where ids are made of something else than the text. */
function writeApp(body: string): Promise<void> {
  const operations = [{ id: 'f'.repeat(64), name: 'Home', type: 'query', body }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return writeFile(join(folder, 'app.json'), JSON.stringify(manifest));
}

interface Sender {
  readonly client?: string;
  readonly role?: string;
  readonly path?: string;
}

async function send(sent: unknown, { client, role = 'ANALYST', path = '/graphql' }: Sender) {
  return answerTo(
    new Request(new URL(path, stack.url), { method: 'POST', body: JSON.stringify(sent) }),
    role,
    client,
  );
}

function get(parameters: Readonly<Record<string, string>>, { client, role = 'ANALYST' }: Sender) {
  const url = new URL(`/graphql?${new URLSearchParams(parameters)}`, stack.url);
  return answerTo(new Request(url), role, client);
}

async function answerTo(request: Request, role: string, client: string | undefined) {
  request.headers.set('content-type', 'application/json');
  request.headers.set('authorization', `Bearer ${await stack.token(role, 'HB', client)}`);
  const response = await fetch(request);
  const body: GraphQLAnswer['body'] & { readonly preflight?: unknown } = JSON.parse(
    await response.text(),
  );
  return { status: response.status, body, code: body.errors?.[0]?.extensions.code };
}

const registered = (name: string) => {
  const found = ids.get(name);
  if (!found) throw new Error(`${name} is not registered`);
  return found;
};

const PARTNER = { client: 'partner-ab' };
const variables = { from: '1995-01-01', to: '1995-01-31' };

describe('a registered document', () => {
  test('is asked by POST, and answered as its text is', async () => {
    const { id, text } = registered('IncomingTransfers');
    const asked = await send({ documentId: id, variables }, PARTNER);
    expect(asked.status).toBe(200);
    expect(asked.body.errors).toBeUndefined();
    const { data } = (await send({ query: text, variables }, {})).body;
    expect(asked.body.data).toEqual(data);
    expect(data.payments).toBeDefined();
  });

  test('is asked by GET', async () => {
    const { id } = registered('IncomingTransfers');
    const asked = await get({ documentId: id, variables: JSON.stringify(variables) }, PARTNER);
    expect(asked).toMatchObject({ status: 200, body: { data: { payments: {} } } });
  });

  test('is asked in preflight', async () => {
    const { id } = registered('IncomingTransfers');
    const sent = { documentId: id, variables };
    const asked = await send(sent, { ...PARTNER, path: '/graphql/preflight' });
    expect(asked.body.preflight).toMatchObject({ outcome: 'ALLOWED', subgraphs: ['facts'] });
  });

  test.each([
    ['codegen', 'MonthlyTotals', 'partner-ab', 'ANALYST'],
    ['Apollo', 'VerifyTrail', 'audit-console', 'AUDITOR'],
  ])("of %s's manifest is asked as Apollo's clients ask", async (_, name, client, role) => {
    const sent = { extensions: apq(registered(name).id.slice('sha256:'.length)) };
    const asked = await send(sent, { client, role });
    expect(asked).toMatchObject({ status: 200, code: undefined });
    const { extensions } = sent;
    const got = await get({ extensions: JSON.stringify(extensions) }, { client, role });
    expect(got).toMatchObject({ status: 200, body: { data: expect.any(Object) } });
  });

  test('is asked by the id its own tool gave it, which is no hash of its text', async () => {
    const [byId, byHash] = await Promise.all([
      send({ documentId: 'f'.repeat(64) }, { client: 'app' }),
      send({ extensions: apq('f'.repeat(64)) }, { client: 'app' }),
    ]);
    expect(byId.body.data).toEqual({ bank: { code: 'HB' } });
    expect(byHash.body.data).toEqual({ bank: { code: 'HB' } });
  });

  test('is no mutation by GET', async () => {
    const { id } = registered('RecordPayments');
    const asked = await get({ documentId: id }, { client: 'payment-feed', role: 'SYSTEM' });
    expect(asked.status).toBe(405);
  });

  test('is in the audit trail by its name and the hash of its text', async () => {
    const { id, text } = registered('MonthlyTotals');
    const { body } = await send({ documentId: id }, PARTNER);
    const entry = await entryOf(body.extensions?.decisionId);
    expect(entry).toMatchObject({ operationName: 'MonthlyTotals', operationHash: sha256(text) });
  });
});

async function entryOf(decisionId: unknown) {
  const query = `query Entry($id: ID!) { auditTrail(filter: { decisionId: $id }) {
    edges { node { operationName operationHash outcome } } } }`;
  const { body } = await stack.ask(await stack.token('AUDITOR', 'HB'), query, { id: decisionId });
  return body.data.auditTrail.edges[0].node;
}

describe('refused', () => {
  test('an id nobody has and an id of another client, with the same words', async () => {
    const foreign = await send({ documentId: registered('VerifyTrail').id }, PARTNER);
    const unknown = await send({ documentId: `sha256:${sha256(FREE)}` }, PARTNER);
    expect(foreign).toMatchObject({ status: 400, code: 'PERSISTED_DOCUMENT_NOT_FOUND' });
    expect(foreign.body.errors).toHaveLength(1);
    const wordsOf = ({ body }: typeof foreign) =>
      JSON.stringify(body).replaceAll(String(body.extensions?.decisionId), '');
    expect(wordsOf(foreign)).toBe(wordsOf(unknown));
  });

  test('is in the audit trail', async () => {
    const { body } = await send({ documentId: 'nothing', operationName: 'Guess' }, PARTNER);
    const entry = await entryOf(body.extensions?.decisionId);
    expect(entry).toMatchObject({ operationName: 'Guess', outcome: 'REFUSED' });
  });

  test.each<readonly [string, (id: string, text: string) => object]>([
    ['query', (id, query) => ({ documentId: id, query })],
    ['another query', (id) => ({ documentId: id, query: FREE })],
    ['a persisted query', (id, text) => ({ documentId: id, extensions: apq(sha256(text)) })],
  ])('an id beside %s', async (_, sentOf) => {
    const { id, text } = registered('MonthlyTotals');
    expect(await send(sentOf(id, text), PARTNER)).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  test('an id twice in a query string', async () => {
    const { id } = registered('MonthlyTotals');
    const url = new URL(`/graphql?documentId=${id}&documentId=${id}`, stack.url);
    expect(await answerTo(new Request(url), 'ANALYST', 'partner-ab')).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  test('an id by a client that registered nothing', async () => {
    const { id } = registered('MonthlyTotals');
    expect((await send({ documentId: id }, {})).code).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
  });
});

describe('a client that may ask registered documents only', () => {
  const REQUIRED = { status: 403, code: 'PERSISTED_DOCUMENT_REQUIRED' };

  test.each<readonly [string, object, Sender]>([
    ['a text', { query: FREE }, {}],
    ['introspection', { query: INTROSPECTION }, {}],
    ['the text of another client', { query: APP_QUERY }, {}],
    ['a text to be kept', { query: FREE, extensions: apq(sha256(FREE)) }, {}],
    ['a preflight of a text', { query: FREE }, { path: '/graphql/preflight' }],
    ['a batch', [{ query: FREE }], {}],
  ])('is refused %s', async (_, sent, sender) => {
    const asked = await send(sent, { ...PARTNER, ...sender });
    if (Array.isArray(sent)) expect(asked.status).toBe(400);
    else expect(asked).toMatchObject(REQUIRED);
    expect(asked.body.data).toBeUndefined();
  });

  test('is refused a text by GET, however it is written', async () => {
    expect(await get({ query: FREE }, PARTNER)).toMatchObject(REQUIRED);
    const odd = new URL(`/graphql?que%72y=${encodeURIComponent(FREE)}&query[]=`, stack.url);
    expect(await answerTo(new Request(odd), 'ANALYST', 'partner-ab')).toMatchObject(REQUIRED);
  });

  test('is refused what another client has had kept, as if nobody had', async () => {
    const kept = 'query Kept { bank { code } }';
    const sent = { query: kept, extensions: apq(sha256(kept)) };
    expect((await send(sent, {})).status).toBe(200);
    for (const hash of [sha256(kept), sha256('query Never { a }')]) {
      const asked = await send({ extensions: apq(hash) }, PARTNER);
      expect(asked).toMatchObject({ status: 400, code: 'PERSISTED_DOCUMENT_NOT_FOUND' });
    }
  });

  test('is refused the schema', async () => {
    const asked = await answerTo(
      new Request(new URL('/schema.graphql', stack.url)),
      'ANALYST',
      'partner-ab',
    );
    expect(asked).toMatchObject(REQUIRED);
  });

  test('may send the whole text of what it has registered', async () => {
    const { text } = registered('MonthlyTotals');
    const extensions = apq(sha256(text));
    expect((await send({ query: text }, PARTNER)).status).toBe(200);
    expect((await send({ query: text, extensions }, PARTNER)).status).toBe(200);
    expect((await send({ query: `${text} ` }, PARTNER)).code).toBe(REQUIRED.code);
  });

  test('is one by its token: others ask what they like', async () => {
    expect((await send({ query: FREE }, {})).body.data).toEqual({ bank: { code: 'HB' } });
    expect((await send({ query: INTROSPECTION }, { client: 'dashboard' })).status).toBe(200);
  });
});

test('manifests are read again on SIGHUP', async () => {
  const next = 'query Home { bank { id } }';
  await writeApp(next);
  stack.gateway.process.kill('SIGHUP');
  await expect
    .poll(
      async () => (await send({ documentId: `sha256:${sha256(next)}` }, { client: 'app' })).status,
    )
    .toBe(200);
});
