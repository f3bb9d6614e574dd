/** The trail over HTTP: pages, filters, entities, verification. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { entryBody, type Recording, recordEntry } from '../../test/support/audit.ts';
import { countStatements } from '../../test/support/count-statements.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { audit } from './index.ts';

let database: TestDatabase;
let served: ServedSubgraph;
const counted = countStatements(audit);

beforeAll(async () => {
  database = await createTestDatabase();
  served = await serveForTest(counted.definition, database.appUrl);
});

afterAll(async () => {
  await served?.close();
  await database?.drop();
});

const Trail = z.object({
  data: z.object({ auditTrail: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) }),
});

const endCursorOf = (body: unknown) => Trail.parse(body).data.auditTrail.pageInfo.endCursor;

const Instants = z.object({
  data: z.object({
    auditTrail: z.object({
      edges: z.array(z.object({ node: z.object({ recordedAt: z.string() }) })),
    }),
  }),
});

const TRAIL = `query ($first: Int, $after: String, $filter: AuditFilter) {
  auditTrail(first: $first, after: $after, filter: $filter) {
    edges { cursor node { sequence } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

const ENTITIES = `query ($of: [_Any!]!, $first: Int) { _entities(representations: $of) {
  ... on Account { auditTrail(first: $first) { sequence } }
  ... on Payment { auditTrail(first: $first) { sequence } }
  ... on Bank { auditEntryCount } } }`;

describe('the trail', () => {
  const [account, payment] = [newDecisionId(), newDecisionId()];
  const decisionId = newDecisionId();

  beforeAll(async () => {
    const entries: readonly Omit<Recording, 'bank' | 'by'>[] = [
      { body: entryBody({ decisionId, entityIds: [account] }), subject: 'alice', role: 'ADMIN' },
      { body: entryBody({ decisionId: newDecisionId(), entityIds: [payment] }), subject: 'bob' },
      { body: entryBody({ decisionId: newDecisionId(), outcome: 'REFUSED' }), subject: 'alice' },
      { body: entryBody({ decisionId: newDecisionId(), entityIds: [account, payment] }) },
      { body: entryBody({ decisionId: newDecisionId(), outcome: 'FAILED' }) },
    ];
    for (const entry of entries) await recordEntry({ bank: 'OP', by: served, ...entry });
    await recordEntry({
      bank: 'QR',
      by: served,
      body: entryBody({ decisionId, entityIds: [newDecisionId()] }),
    });
  });

  const sequences = (...expected: readonly number[]) => ({
    data: { auditTrail: { edges: expected.map((sequence) => ({ node: { sequence } })) } },
  });

  it('is paged newest first, by cursors', async () => {
    const first = await served.ask('OP', TRAIL, { first: 2 });
    expect(first.body).toMatchObject(sequences(5, 4));
    const second = await served.ask('OP', TRAIL, { first: 2, after: endCursorOf(first.body) });
    expect(second.body).toMatchObject(sequences(3, 2));
    const third = await served.ask('OP', TRAIL, { first: 2, after: endCursorOf(second.body) });
    expect(third.body).toMatchObject(sequences(1));
    expect(third.body).toMatchObject({
      data: { auditTrail: { pageInfo: { hasNextPage: false, hasPreviousPage: true } } },
    });
  });

  it.each<[string, Record<string, unknown>, readonly number[]]>([
    ['a decision', { decisionId }, [1]],
    ['a subject', { subject: 'alice' }, [3, 1]],
    ['a role', { role: 'ADMIN' }, [1]],
    ['an outcome', { outcome: 'REFUSED' }, [3]],
    ['several conditions', { subject: 'alice', outcome: 'ALLOWED' }, [1]],
    ['an instant long gone', { to: '2020-01-01T00:00:00Z' }, []],
    ['all time', { from: '2020-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' }, [5, 4, 3, 2, 1]],
    ['explicit nulls', { subject: null, from: null }, [5, 4, 3, 2, 1]],
  ])('is filtered by %s', async (_what, filter, expected) => {
    expect((await served.ask('OP', TRAIL, { filter })).body).toMatchObject(sequences(...expected));
  });

  it('is filtered by instants to the millisecond, the end excluded', async () => {
    const { body } = await served.ask('OP', '{ auditTrail { edges { node { recordedAt } } } }');
    const instants = Instants.parse(body).data.auditTrail.edges.map(({ node }) => node.recordedAt);
    const [to = '', from = ''] = [instants[0], instants[3]];
    const within = instants.filter((instant) => instant >= from && instant < to);
    const filtered = await served.ask('OP', TRAIL, { filter: { from, to } });
    expect(filtered.body).toMatchObject({
      data: { auditTrail: { edges: within.map(() => ({})) } },
    });
  });

  it.each([
    ['no entries', { first: 0 }],
    ['a negative number of entries', { first: -1 }],
    ['201 entries', { first: 201 }],
    ['a cursor made up', { after: 'abc' }],
    ['an empty cursor', { after: '' }],
    ['a decision id that is none', { filter: { decisionId: 'x' } }],
    ['text nothing can be recorded under', { filter: { subject: 'a\0' } }],
  ])('is refused for %s', async (_what, variables) => {
    const { body } = await served.ask('OP', TRAIL, variables);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('is found by the entities it names, newest first, by two statements at most', async () => {
    const of = [
      { __typename: 'Account', id: account.toUpperCase() },
      { __typename: 'Payment', id: payment },
      { __typename: 'Bank', id: bankIdOf('OP') },
    ];
    const before = counted.statements();
    const all = await served.ask('OP', ENTITIES, { of });
    expect(counted.statements() - before).toBeLessThanOrEqual(2);
    expect(all.body).toEqual({
      data: {
        _entities: [
          { auditTrail: [{ sequence: 4 }, { sequence: 1 }] },
          { auditTrail: [{ sequence: 4 }, { sequence: 2 }] },
          { auditEntryCount: 5 },
        ],
      },
    });
    const newest = await served.ask('OP', ENTITIES, { of: of.slice(0, 1), first: 1 });
    expect(newest.body).toEqual({ data: { _entities: [{ auditTrail: [{ sequence: 4 }] }] } });
  });

  it('is nothing to another bank, by cursor, decision, entity or bank id', async () => {
    const page = await served.ask('OP', TRAIL, { first: 2 });
    const foreign = await served.ask('QR', TRAIL, { after: endCursorOf(page.body) });
    expect(foreign.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    // Its own entry of that decision id, not the other bank's.
    const own = await served.ask('QR', TRAIL, { filter: { decisionId } });
    expect(own.body).toMatchObject(sequences(1));
    const of = [
      { __typename: 'Account', id: account },
      { __typename: 'Payment', id: payment },
      { __typename: 'Bank', id: bankIdOf('OP') },
      { __typename: 'Account', id: 'x' },
    ];
    expect((await served.ask('QR', ENTITIES, { of })).body).toEqual({
      data: { _entities: [{ auditTrail: [] }, { auditTrail: [] }, null, null] },
    });
  });

  it("is verified for the caller's bank", async () => {
    const query = `{ verifyAudit { intact entriesChecked firstBrokenSequence headHash }
      auditTrail(first: 1) { edges { node { hash } } } }`;
    const verified = (entriesChecked: number) => ({
      data: { verifyAudit: { intact: true, entriesChecked, firstBrokenSequence: null } },
    });
    expect((await served.ask('OP', query)).body).toMatchObject(verified(5));
    expect((await served.ask('QR', query)).body).toMatchObject(verified(1));
    expect((await served.ask('ST', query)).body).toEqual({
      data: {
        verifyAudit: { ...verified(0).data.verifyAudit, headHash: null },
        auditTrail: { edges: [] },
      },
    });
  });
});
