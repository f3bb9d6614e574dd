/** What was decided for one operation, asked by its decision id. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDecisionId } from '../../lib/ids.ts';
import { entryBody, recordEntry } from '../../test/support/audit.ts';
import { countStatements } from '../../test/support/count-statements.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { audit } from './index.ts';

let database: TestDatabase;
let served: ServedSubgraph;
const counted = countStatements(audit);
const [own, shared, foreign] = [newDecisionId(), newDecisionId(), newDecisionId()];

beforeAll(async () => {
  database = await createTestDatabase();
  served = await serveForTest(counted.definition, database.appUrl);
  const record = (bank: string, decisionId: string, role: string) =>
    recordEntry({
      bank,
      by: served,
      role,
      body: entryBody({ decisionId, outcome: 'PARTIAL', deniedCoordinates: ['A.b', 'C.d'] }),
    });
  await record('OP', own, 'AUDITOR');
  await record('OP', shared, 'ANALYST');
  await record('QR', shared, 'ADMIN');
  await record('QR', foreign, 'ADMIN');
});

afterAll(async () => {
  await served?.close();
  await database?.drop();
});

const DECISION = `query ($id: ID!) { decision(id: $id) {
  id role operationName policyRevision outcome deniedCoordinates } }`;

it('is told as it was recorded, however the id is spelt', async () => {
  for (const id of [own, own.toUpperCase()]) {
    expect((await served.ask('OP', DECISION, { id })).body).toEqual({
      data: {
        decision: {
          id: own,
          role: 'AUDITOR',
          operationName: 'Payments',
          policyRevision: 'r1',
          outcome: 'PARTIAL',
          deniedCoordinates: ['A.b', 'C.d'],
        },
      },
    });
  }
});

it("is the caller's bank's where two banks have the same id", async () => {
  const roleFor = async (bank: string) => (await served.ask(bank, DECISION, { id: shared })).body;
  expect(await roleFor('OP')).toMatchObject({ data: { decision: { role: 'ANALYST' } } });
  expect(await roleFor('QR')).toMatchObject({ data: { decision: { role: 'ADMIN' } } });
});

it.each([
  ["another bank's", foreign],
  ['an unknown one', newDecisionId()],
  ['one that is none', 'x'],
  ['an empty one', ''],
])('is null for %s', async (_name, id) => {
  expect((await served.ask('OP', DECISION, { id })).body).toEqual({ data: { decision: null } });
});

it('is found by reference, all in one statement', async () => {
  const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on OperationDecision { id role } } }`;
  const of = [own, foreign, shared, 'x'].map((id) => ({ __typename: 'OperationDecision', id }));
  const before = counted.statements();
  expect((await served.ask('OP', ENTITIES, { of })).body).toEqual({
    data: {
      _entities: [{ id: own, role: 'AUDITOR' }, null, { id: shared, role: 'ANALYST' }, null],
    },
  });
  expect(counted.statements() - before).toBe(1);
});
