/** Entries that tell of more than an operation, and chains from before there were any. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../../lib/db/pool.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { type EntryBody, entryBody, hashByHand, recordEntry } from '../../test/support/audit.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { audit } from './index.ts';
import type { AuditEntryModel } from './models.ts';

const MIGRATION = fileURLToPath(
  new URL('../../migrations/0006_record_events.sql', import.meta.url),
);

let database: TestDatabase;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await served?.close();
  await database?.drop();
});

/** As they were written before there were events: `length` entries of every shape there was. */
function oldChain(length: number): readonly AuditEntryModel[] {
  const chain: AuditEntryModel[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const entry = {
      bankId: bankIdOf('AB'),
      sequence,
      recordedAt: new Date(Date.UTC(2025, 0, 1, 0, 0, sequence)),
      decisionId: newDecisionId(),
      subject: `žofie ${sequence}`,
      role: 'ANALYST',
      operationName: sequence % 2 ? null : 'Q',
      operationHash: 'h',
      policyRevision: 'r1',
      outcome: (['ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED'] as const)[sequence % 4] ?? 'ALLOWED',
      deniedCoordinates: sequence % 3 ? [] : ['A.b'],
      entityIds: sequence % 5 ? [] : [newDecisionId()],
      event: null,
      elevationIds: [],
      previousHash: chain.at(-1)?.hash ?? '0'.repeat(64),
    };
    chain.push({ ...entry, hash: hashByHand(entry) });
  }
  return chain;
}

const VERIFY = '{ verifyAudit { intact entriesChecked } }';

it('leaves the hashes of a chain from before the migration as they are', async () => {
  await database.asSuperuser(
    'alter table audit.entries drop column event, drop column elevation_ids',
  );
  const sql = openPool(database.ownerUrl, { max: 1 });
  try {
    const old = JSON.stringify(oldChain(40));
    await sql.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${bankIdOf('AB')}, true)`;
      await tx`insert into audit.entries
        select "bankId", sequence, "recordedAt", "decisionId", subject, role, "operationName",
          "operationHash", "policyRevision", outcome, "deniedCoordinates", "entityIds",
          "previousHash", hash
        from json_to_recordset(${old}::text::json) as old ("bankId" uuid, sequence bigint,
          "recordedAt" timestamptz, "decisionId" uuid, subject text, role text,
          "operationName" text, "operationHash" text, "policyRevision" text, outcome text,
          "deniedCoordinates" text[], "entityIds" uuid[], "previousHash" text, hash text)`;
    });
    await sql.unsafe(await readFile(MIGRATION, 'utf8')).simple();
  } finally {
    await sql.end();
  }
  served = await serveForTest(audit, database.appUrl);
  const body = entryBody({ decisionId: newDecisionId() });
  await recordEntry({ bank: 'AB', by: served, body });
  expect((await served.ask('AB', VERIFY)).body).toEqual({
    data: { verifyAudit: { intact: true, entriesChecked: 41 } },
  });
});

describe('an event', () => {
  const elevationIds = [newDecisionId(), newDecisionId()];
  const event = {
    category: 'policy',
    kind: 'POLICY_PUBLISHED',
    details: { signer: 'žofie', approver: 'bob "b"', Z: '', a: '1' },
  } as const;
  const bodies: readonly EntryBody[] = [
    entryBody({ decisionId: newDecisionId() }),
    entryBody({ decisionId: newDecisionId(), event }),
    entryBody({ decisionId: newDecisionId(), elevationIds }),
    entryBody({
      decisionId: newDecisionId(),
      event: { category: 'security', kind: 'ELEVATION_APPROVED', details: {} },
    }),
  ];

  beforeAll(async () => {
    for (const body of bodies) await recordEntry({ bank: 'CD', by: served, body });
  });

  it('is told with its details in order, and with the elevations', async () => {
    const query = `{ auditTrail(first: 3) { edges { node { elevationIds
      event { category kind details { name value } } } } } }`;
    expect((await served.ask('CD', query)).body).toEqual({
      data: {
        auditTrail: {
          edges: [
            {
              node: {
                elevationIds: [],
                event: { category: 'SECURITY', kind: 'ELEVATION_APPROVED', details: [] },
              },
            },
            { node: { elevationIds, event: null } },
            {
              node: {
                elevationIds: [],
                event: {
                  category: 'POLICY',
                  kind: 'POLICY_PUBLISHED',
                  details: [
                    { name: 'Z', value: '' },
                    { name: 'a', value: '1' },
                    { name: 'approver', value: 'bob "b"' },
                    { name: 'signer', value: 'žofie' },
                  ],
                },
              },
            },
          ],
        },
      },
    });
  });

  it.each([
    ['POLICY', [2]],
    ['SECURITY', [4]],
    ['ACCESS', []],
    [null, [4, 3, 2, 1]],
  ])('is found by its category, %s', async (category, sequences) => {
    const query = `query ($filter: AuditFilter) {
      auditTrail(filter: $filter) { edges { node { sequence } } } }`;
    expect((await served.ask('CD', query, { filter: { category } })).body).toEqual({
      data: { auditTrail: { edges: sequences.map((sequence) => ({ node: { sequence } })) } },
    });
  });

  it('shows the elevations with the decision too', async () => {
    const id = bodies[2]?.decisionId;
    const query = 'query ($id: ID!) { decision(id: $id) { elevationIds } }';
    expect((await served.ask('CD', query, { id })).body).toEqual({
      data: { decision: { elevationIds } },
    });
  });

  it.each([
    ['its kind', `event = jsonb_set(event, '{kind}', '"OTHER"')`, 2],
    ['a detail', `event = jsonb_set(event, '{details,a}', '"2"')`, 2],
    ['that there was one', 'event = null', 2],
    ['an elevation', 'elevation_ids = elevation_ids[1:1]', 3],
    ['that there were elevations', `elevation_ids = '{}'`, 3],
  ])('is covered by the chain: %s', async (_what, change, sequence) => {
    const where = `where bank_id = '${bankIdOf('CD')}' and sequence = ${sequence}`;
    const tamper = (statement: string) =>
      database.asSuperuser(`set session_replication_role = 'replica'; ${statement}`);
    await tamper(`create table kept as select * from audit.entries ${where}`);
    try {
      await tamper(`update audit.entries set ${change} ${where}`);
      expect((await served.ask('CD', VERIFY)).body).toMatchObject({
        data: { verifyAudit: { intact: false, entriesChecked: sequence } },
      });
    } finally {
      await tamper(`update audit.entries e set event = k.event, elevation_ids = k.elevation_ids
        from kept k where e.bank_id = k.bank_id and e.sequence = k.sequence; drop table kept`);
    }
    expect((await served.ask('CD', VERIFY)).body).toMatchObject({
      data: { verifyAudit: { intact: true } },
    });
  });
});
