/** Lists of elevations: whose, which, in pages. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ALICE,
  BOB,
  type Elevations,
  MINUTE,
  type Person,
  START,
  serveElevations,
} from '../../test/support/elevations.ts';

let on: Elevations;
beforeAll(async () => {
  on = await serveElevations();
});
afterAll(() => on?.close());
beforeEach(() => {
  on.clock.ms = START;
});

describe('the list', () => {
  const STATUSES = ['REQUESTED', 'ACTIVE', 'ENDED', 'REVOKED', 'LAPSED'] as const;
  const who: Person = { ...ALICE, bank: 'EF', subject: 'eve' };
  const approver: Person = { ...BOB, bank: 'EF' };
  const byStatus = new Map<string, string>();
  const NOW = START + 60 * MINUTE;

  beforeAll(async () => {
    on.clock.ms = START;
    byStatus.set('LAPSED', await on.requested(who));
    byStatus.set('ENDED', await on.active(who, approver));
    byStatus.set('REVOKED', await on.active(who, approver));
    await on.changes(approver, 'revokeElevation', { id: byStatus.get('REVOKED') });
    on.clock.ms = NOW;
    byStatus.set('ACTIVE', await on.active({ ...who, subject: 'frank' }, approver));
    byStatus.set('REQUESTED', await on.requested(who));
  });
  beforeEach(() => {
    on.clock.ms = NOW;
  });

  const ids = (list: string, data: unknown) => {
    const Edge = z.object({ node: z.object({ id: z.string(), status: z.string() }) });
    const List = z.object({ [list]: z.object({ edges: z.array(Edge) }) });
    return List.parse(data)[list]?.edges.map(({ node }) => node);
  };

  it.each(STATUSES)('has one that is %s, and says so', async (status) => {
    const query = `query ($status: ElevationStatus) {
      elevations(status: $status) { edges { node { id status } } } }`;
    expect(ids('elevations', await on.asks(approver, query, { status }))).toEqual([
      { id: byStatus.get(status), status },
    ]);
  });

  it('is paged newest first, by cursors of its own', async () => {
    const page = z.object({
      elevations: z.object({
        edges: z.array(z.object({ node: z.object({ status: z.string() }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
      }),
    });
    const query = `query ($after: String) { elevations(first: 3, after: $after) {
      edges { node { status } } pageInfo { hasNextPage endCursor } } }`;
    const first = page.parse(await on.asks(approver, query)).elevations;
    const { endCursor: after } = first.pageInfo;
    const second = page.parse(await on.asks(approver, query, { after })).elevations;
    const statuses = [...first.edges, ...second.edges].map(({ node }) => node.status);
    expect(statuses).toEqual(['REQUESTED', 'ACTIVE', 'REVOKED', 'ENDED', 'LAPSED']);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('of one’s own has nobody else’s', async () => {
    const query = '{ myElevations { edges { node { id status } } } }';
    const own = ids('myElevations', await on.asks(who, query));
    expect(own?.map(({ status }) => status)).toEqual(['REQUESTED', 'REVOKED', 'ENDED', 'LAPSED']);
  });

  it('is empty to another bank', async () => {
    const id = byStatus.get('ACTIVE');
    const query = 'query ($id: ID!) { elevations { edges { cursor } } elevation(id: $id) { id } }';
    expect(await on.asks({ ...approver, bank: 'GH' }, query, { id })).toEqual({
      elevations: { edges: [] },
      elevation: null,
    });
    expect(await on.asks(approver, query, { id: 'x' })).toMatchObject({ elevation: null });
  });
});
