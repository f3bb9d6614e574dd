/** Ways over HTTP, against a search in memory over the same payments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database } from '../../lib/db/index.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { drawTransfers, edgesOf, ref, waysBetween } from '../../test/support/edges.ts';
import { makePayments } from '../../test/support/payments.ts';
import { openTestGraph } from '../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';

const home = drawTransfers(110);
const edges = edgesOf(home);

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(await openTestGraph(), database.appUrl);
  await makePayments(db, 'HB', home);
});

afterAll(async () => {
  await served?.close();
  if (db) await closeDatabase(db);
  await database?.drop();
});

const PATHS = `query ($from: AccountRefInput!, $to: AccountRefInput!, $maxHops: Int!, $first: Int) {
  paths(from: $from, to: $to, maxHops: $maxHops, first: $first) {
    hops nodes { bank number } bottleneck { minorUnits currency } } }`;

describe('paths', () => {
  const pairs = [
    ['HB/1', 'HB/2'],
    ['HB/3', 'AB/2'],
    ['AB/1', 'HB/4'],
    ['AB/3', 'CD/3'],
    ['HB/5', 'HB/6'],
    ['CD/5', 'AB/5'],
  ] as const;
  const cases = pairs.flatMap(([from, to]) =>
    [1, 2, 3, 4].map((hops) => [from, to, hops] as const),
  );

  it.each(cases)(
    'from %s to %s in %i hops are those of a search in memory',
    async (from, to, maxHops) => {
      const expected = waysBetween(edges, { from, to, maxHops });
      const variables = { from: ref(from), to: ref(to), maxHops, first: 50 };
      const { body } = await served.ask('HB', PATHS, variables);
      const shown = expected.map(({ hops, way, bottleneck }) => ({
        hops,
        nodes: way.map(ref),
        bottleneck: { minorUnits: bottleneck, currency: 'CZK' },
      }));
      // Ways of one length and bottleneck come in any order: compare as sets, and the order apart.
      expect(body).toEqual({ data: { paths: expect.arrayContaining(shown.slice(0, 50)) } });
      const order = shown.map(({ hops, bottleneck }) => ({ hops, bottleneck }));
      expect(body).toMatchObject({ data: { paths: order.slice(0, 50) } });
    },
  );

  it('are enough to make the cases above worth something', () => {
    const counts = cases.map(
      ([from, to, hops]) => waysBetween(edges, { from, to, maxHops: hops }).length,
    );
    expect(Math.max(...counts)).toBeGreaterThan(20);
    expect(Math.max(...counts)).toBeLessThanOrEqual(50);
  });

  it('are none to an account nobody knows', async () => {
    const variables = { from: ref('HB/1'), to: ref('AB/999'), maxHops: 4 };
    const { body } = await served.ask('HB', PATHS, variables);
    expect(body).toEqual({ data: { paths: [] } });
  });

  it.each([
    ['five hops', { maxHops: 5 }],
    ['no hops', { maxHops: 0 }],
    ['51 ways', { first: 51 }],
    ['no ways', { first: 0 }],
    ['a way from an account to itself', { to: ref('HB/1') }],
    ['a bank that is none', { to: ref('hb/1') }],
  ])('are refused for %s', async (_what, change) => {
    const variables = { from: ref('HB/1'), to: ref('HB/2'), maxHops: 3, ...change };
    const { body } = await served.ask('HB', PATHS, variables);
    expect(body).toMatchObject({
      data: { paths: null },
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('another bank', () => {
  it('sees no way between accounts by their names', async () => {
    const edge = edges.find(({ from, to }) => !`${from}${to}`.includes('CD'));
    const ends = { from: ref(edge?.from ?? ''), to: ref(edge?.to ?? ''), maxHops: 4 };
    expect((await served.ask('CD', PATHS, ends)).body).toEqual({ data: { paths: [] } });
    expect((await served.ask('HB', PATHS, ends)).body).not.toEqual({ data: { paths: [] } });
  });
});
