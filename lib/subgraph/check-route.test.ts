/** A plain route serves a token that was signed for it, and no other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../subgraphs/audit/index.ts';
import { entryBody } from '../../test/support/audit.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { newDecisionId } from '../ids.ts';

let database: TestDatabase;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  served = await serveForTest(audit, database.appUrl);
});
afterAll(async () => {
  await served?.close();
  await database?.drop();
});

const decisionId = newDecisionId();

/** With a token signed for `signedFor`. */
async function call(route: string, signedFor: string) {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${served.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await served.token({ decisionId }, signedFor)}`,
    },
    ...(method === 'POST' && { body: JSON.stringify(entryBody({ decisionId })) }),
  });
  const text = await response.text();
  return { status: response.status, code: /"code":"(\w+)"/.exec(text)?.[1] };
}

describe('a route', () => {
  it.each([
    ['POST /entries', 201],
    ['GET /grants', 200],
  ])('%s serves a token signed for it', async (route, status) => {
    expect(await call(route, route)).toEqual({ status, code: undefined });
  });

  it.each([
    ['POST /entries', 'GET /grants'],
    ['GET /grants', 'POST /entries'],
    ['POST /entries', 'GET /entries'],
    ['POST /entries', '{ __typename }'],
    ['GET /grants', '{ auditTrail(first: 1) { edges { cursor } } }'],
  ])('%s refuses a token signed for %s', async (route, signedFor) => {
    expect(await call(route, signedFor)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it('that refused one is counted', async () => {
    const text = await (await fetch(`${served.url}/metrics`)).text();
    expect(text).toMatch(/hop_refusals_total\{reason="coordinates",subgraph="audit"\} [1-9]/);
  });
});
