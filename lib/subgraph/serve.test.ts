/** What a subgraph's server makes of requests that are signed, but wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facts } from '../../subgraphs/facts/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { Refusal } from '../errors/index.ts';
import type { SubgraphDefinition } from './definition.ts';

/** The facts subgraph with an account that fails in every way. */
const broken: SubgraphDefinition<unknown> = {
  ...facts,
  resolvers: {
    Query: {
      account: () => {
        throw new Error('select secret from facts.accounts');
      },
      bank: () => {
        throw new Refusal('BAD_USER_INPUT', 'A message for clients.', { reason: 'A_REASON' });
      },
      payment: () => ({ id: 'p', valueDate: '1997-02-29', direction: 'CREDIT' }),
    },
  },
  createLoaders: () => ({}),
  counters: [{ name: 'payscope_test_things_total', help: 'Things.', labelNames: ['kind'] }],
  routes: (app, contextOf) => {
    app.get('/count', async (request) => {
      contextOf(request).count('payscope_test_things_total', { kind: 'odd' });
      return {};
    });
    app.get('/count-other', async (request) => contextOf(request).count('other', {}));
    app.get('/whoami', async (request) => contextOf(request).principal.role);
    app.get('/fault', async () => {
      throw new Error('select secret');
    });
  },
};

let database: TestDatabase;
let served: ServedSubgraph;
beforeAll(async () => {
  database = await createTestDatabase();
  served = await serveForTest(broken, database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.drop();
});

async function send(body: string, contentType = 'application/json'): Promise<Response> {
  return fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      authorization: `Bearer ${await served.token({}, queryIn(body))}`,
    },
    body,
  });
}

/** The token permits what is sent, where that is a query. */
function queryIn(body: string): string | undefined {
  try {
    const { query } = JSON.parse(body);
    return typeof query === 'string' ? query : undefined;
  } catch {
    return undefined;
  }
}

async function get(path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${await served.token({}, `GET ${path}`)}` };
  return fetch(`${served.url}${path}`, { headers });
}

describe('a signed request', () => {
  it.each([
    ['broken JSON', '{', 400, 'BAD_REQUEST'],
    ['no body', '', 400, 'BAD_REQUEST'],
    ['a body that is no object', '[]', 400, 'BAD_REQUEST'],
    ['a body of null', 'null', 400, 'BAD_REQUEST'],
    ['no query', '{"variables":{}}', 400, 'BAD_REQUEST'],
    ['a query that is no text', '{"query":1}', 400, 'BAD_REQUEST'],
    ['variables that are no object', '{"query":"{__typename}","variables":[]}', 400, 'BAD_REQUEST'],
    ['a query that is no GraphQL', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nothing }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', '{"query":"query($i:ID!){account(id:$i){id}}"}', 400, 'BAD_USER_INPUT'],
    [
      'an unknown operation name',
      '{"query":"query A{__typename}","operationName":"B"}',
      400,
      'BAD_USER_INPUT',
    ],
    ['2 MiB and a byte', `{"query":"${' '.repeat(2 * 1024 * 1024)}"}`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('with %s is refused', async (_, body, status, code) => {
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s is refused',
    async (contentType) => {
      const response = await send('{"query":"{__typename}"}', contentType);
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }],
      });
    },
  );

  it('to an unknown path is told so', async () => {
    const response = await get('/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    });
  });

  it('to a route of the subgraph itself knows its principal', async () => {
    expect(await (await get('/whoami')).text()).toBe('BANK_ADMIN');
  });

  it('that meets a fault in such a route is told nothing of it', async () => {
    const response = await get('/fault');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });

  it('gets refusals with their code and faults without a word of their cause', async () => {
    const { status, body } = await served.ask('HB', '{ account(id: "x") { id } bank { id } }');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { account: null, bank: null },
      errors: [
        { path: ['account'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        { path: ['bank'], extensions: { code: 'BAD_USER_INPUT', reason: 'A_REASON' } },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(JSON.stringify(body)).not.toContain('stack');
  });

  it('keeps the data beside a field that failed', async () => {
    const { body } = await served.ask(
      'HB',
      '{ payment(id: "x") { id direction amount { currency } } }',
    );
    expect(body).toEqual({ data: { payment: { id: 'p', direction: 'CREDIT', amount: null } } });
  });

  it('may read the schema of the subgraph', async () => {
    const { body } = await served.ask('HB', '{ _service { sdl } __schema { queryType { name } } }');
    expect(body).toMatchObject({
      data: { _service: { sdl: expect.stringContaining('@policy') }, __schema: {} },
    });
  });
});

describe('the database of a subgraph', () => {
  it('that is gone makes it not ready, and its faults say nothing of it', async () => {
    const own = await createTestDatabase();
    const standing = await serveForTest(facts, own.appUrl);
    const ready = () => fetch(`${standing.url}/health/ready`);
    expect((await ready()).status).toBe(200);
    await own.drop();
    const response = await ready();
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable', failed: ['database'] });
    expect((await fetch(`${standing.url}/health/live`)).status).toBe(200);
    expect((await standing.ask('HB', '{ bank { id } }')).body).toMatchObject({
      data: { bank: null },
      errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    await standing.close();
  });

  it('is refused when its role is not bound by the policies', async () => {
    await expect(serveForTest(facts, database.ownerUrl)).rejects.toThrow('payscope_owner');
  });
});

describe('a subgraph that stops', () => {
  it('answers what is in flight and then listens no more', async () => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow: SubgraphDefinition<unknown> = {
      ...broken,
      resolvers: {
        Query: {
          bank: async () => {
            entered.resolve();
            await release.promise;
            return { id: 'late' };
          },
        },
      },
    };
    const own = await serveForTest(slow, database.appUrl);
    const asked = own.ask('HB', '{ bank { id } }');
    await entered.promise;
    const closed = own.close();
    release.resolve();
    expect((await asked).body).toEqual({ data: { bank: { id: 'late' } } });
    await closed;
    await expect(fetch(`${own.url}/health/live`)).rejects.toThrow();
  });
});

describe('a counter of its own', () => {
  it('is served with the others', async () => {
    await get('/count');
    await get('/count');
    const text = await (await fetch(`${served.url}/metrics`)).text();
    expect(text).toContain('payscope_test_things_total{kind="odd",subgraph="facts"} 2');
  });

  it('is one the definition names', async () => {
    expect((await get('/count-other')).status).toBe(500);
  });
});
