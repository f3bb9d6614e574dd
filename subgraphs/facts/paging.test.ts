/** Keyset paging: every order, to the end, each row once; and cursors that belong elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPool } from '../../lib/db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { ACCOUNT_NUMBERS, PAYMENTS_PER_BANK, seedFacts } from '../../test/support/facts.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { facts } from './index.ts';

let database: TestDatabase;
let served: ServedSubgraph;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  await forbidIndexes(database.ownerUrl);
  served = await serveForTest(facts, database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.drop();
});

/** Rows that come from an index are in order by chance: sorted ones are only by the query's own words. */
async function forbidIndexes(ownerUrl: string): Promise<void> {
  const sql = openPool(ownerUrl, { max: 1 });
  const name = new URL(ownerUrl).pathname.slice(1);
  for (const plan of ['enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan']) {
    await sql`alter database ${sql(name)} set ${sql(plan)} = off`;
  }
  await sql.end();
}

const Connection = z.object({
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({
        id: z.string(),
        number: z.string().optional(),
        valueDate: z.string().optional(),
        amount: z.object({ minorUnits: z.number() }).optional(),
      }),
    }),
  ),
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    endCursor: z.string().nullable(),
  }),
});
type Connection = z.output<typeof Connection>;
const Body = z.object({ data: z.object({ list: Connection }) });

const PAGE = 'pageInfo { hasNextPage hasPreviousPage endCursor }';
const PAYMENTS = `query ($first: Int, $after: String, $orderBy: PaymentOrder, $filter: PaymentFilter) {
  list: payments(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    edges { cursor node { id valueDate amount { minorUnits } } } ${PAGE}
  }
}`;
const ACCOUNTS = `query ($first: Int, $after: String) {
  list: accounts(first: $first, after: $after) { edges { cursor node { id number } } ${PAGE} }
}`;

type Variables = Readonly<Record<string, unknown>>;

async function readPage(query: string, variables: Variables): Promise<Connection> {
  const { body } = await served.ask('HB', query, variables);
  return Body.parse(body).data.list;
}

async function readAll(query: string, variables: Variables): Promise<Connection['edges']> {
  const edges: Connection['edges'] = [];
  let after: string | null = null;
  do {
    const page: Connection = await readPage(query, { ...variables, after });
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    edges.push(...page.edges);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return edges;
}

const ORDERS = [
  ['VALUE_DATE_DESC', 'valueDate', -1],
  ['VALUE_DATE_ASC', 'valueDate', 1],
  ['AMOUNT_DESC', 'amount', -1],
  ['AMOUNT_ASC', 'amount', 1],
] as const;

describe('paging through payments', () => {
  const sizes = [1, 7, PAYMENTS_PER_BANK - 1, PAYMENTS_PER_BANK, 200];
  it.each(ORDERS.flatMap((order) => sizes.map((first) => [...order, first] as const)))(
    'by %s sees each once and in order (%s, %d), %d at a time',
    async (orderBy, column, sign, first) => {
      const edges = await readAll(PAYMENTS, { orderBy, first });
      expect(new Set(edges.map(({ node }) => node.id)).size).toBe(PAYMENTS_PER_BANK);
      expect(edges).toHaveLength(PAYMENTS_PER_BANK);
      const keys = edges.map(({ node }) =>
        column === 'valueDate' ? Date.parse(node.valueDate ?? '') : (node.amount?.minorUnits ?? 0),
      );
      expect(keys).toEqual(keys.toSorted((a, b) => sign * (a - b)));
    },
  );

  it('newest first and 50 at a time when nothing is said', async () => {
    const page = await readPage(PAYMENTS, {});
    const same = await readPage(PAYMENTS, { orderBy: 'VALUE_DATE_DESC', first: 50 });
    expect(page).toEqual(same);
    expect(page.edges).toHaveLength(50);
    expect(await readPage(PAYMENTS, { orderBy: null, first: null })).toEqual(same);
  });

  it('under a filter sees what meets it, each once', async () => {
    const filter = { channel: 'TRANSFER_OUT', minAmount: 200, counterpartyBank: 'AB' };
    const edges = await readAll(PAYMENTS, { filter, first: 3 });
    expect(edges.length).toBeGreaterThan(3);
    expect(new Set(edges.map(({ node }) => node.id)).size).toBe(edges.length);
    for (const { node } of edges) expect(node.amount?.minorUnits).toBeGreaterThanOrEqual(200);
  });
});

describe('paging through accounts', () => {
  it.each([1, 3, 200])('goes by number, 2 before 10, %d at a time', async (first) => {
    const edges = await readAll(ACCOUNTS, { first });
    expect(edges.map(({ node }) => node.number)).toEqual([...ACCOUNT_NUMBERS]);
  });
});

describe("paging through an account's payments", () => {
  it('sees each once, newest first', async () => {
    const [first] = await readAll(ACCOUNTS, { first: 1 });
    const query = `query ($after: String) { account(id: "${first?.node.id}") {
      list: payments(first: 4, after: $after) {
        edges { cursor node { id valueDate } } ${PAGE} } } }`;
    const AccountBody = z.object({
      data: z.object({ account: z.object({ list: Connection }) }),
    });
    const ids: string[] = [];
    const days: string[] = [];
    let after: string | null = null;
    do {
      const { body } = await served.ask('HB', query, { after });
      const { list } = AccountBody.parse(body).data.account;
      ids.push(...list.edges.map(({ node }) => node.id));
      days.push(...list.edges.map(({ node }) => node.valueDate ?? ''));
      after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(PAYMENTS_PER_BANK / 3);
    expect(days).toEqual(days.toSorted().reverse());
  });
});

describe('a cursor', () => {
  async function cursorOf(query: string, variables: Variables): Promise<string> {
    const page = await readPage(query, { first: 1, ...variables });
    return page.edges[0]?.cursor ?? '';
  }
  const refused = {
    errors: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CURSOR' } }],
  };

  it.each<[string, Variables, Variables]>([
    ['another order', { orderBy: 'AMOUNT_ASC' }, { orderBy: 'AMOUNT_DESC' }],
    ['the same column the other way', { orderBy: 'VALUE_DATE_ASC' }, {}],
    ['another filter', { filter: { direction: 'DEBIT' } }, { filter: { direction: 'CREDIT' } }],
    ['no filter', { filter: { direction: 'DEBIT' } }, {}],
  ])('of a list is refused by %s', async (_, made, used) => {
    const after = await cursorOf(PAYMENTS, made);
    expect((await served.ask('HB', PAYMENTS, { ...used, after })).body).toMatchObject(refused);
  });

  it('of one bank is refused by another', async () => {
    const after = await cursorOf(PAYMENTS, {});
    expect((await served.ask('CD', PAYMENTS, { after })).body).toMatchObject(refused);
  });

  it('of accounts is refused by payments', async () => {
    const after = await cursorOf(ACCOUNTS, {});
    expect((await served.ask('HB', PAYMENTS, { after })).body).toMatchObject(refused);
  });

  it('of one account is refused by another', async () => {
    const accounts = await readAll(ACCOUNTS, {});
    const query = `query ($id: ID!, $after: String) {
      account(id: $id) { payments(first: 1, after: $after) { pageInfo { endCursor } } } }`;
    const [one, two] = accounts.map(({ node }) => node.id);
    const { body } = await served.ask('HB', query, { id: one });
    const after = z
      .object({
        data: z.object({
          account: z.object({
            payments: z.object({ pageInfo: z.object({ endCursor: z.string() }) }),
          }),
        }),
      })
      .parse(body).data.account.payments.pageInfo.endCursor;
    expect((await served.ask('HB', query, { id: two, after })).body).toMatchObject(refused);
    expect((await served.ask('HB', query, { id: one, after })).body).not.toHaveProperty('errors');
  });

  it.each(['x', 'AAAA', 'eyJpZCI6MX0', "' or 1=1 --", '\u0000', 'A'.repeat(5000)])(
    'made up as %j is refused',
    async (after) => {
      for (const query of [PAYMENTS, ACCOUNTS]) {
        expect((await served.ask('HB', query, { after })).body).toMatchObject(refused);
      }
    },
  );

  it('left empty is refused, not taken for the start', async () => {
    expect((await served.ask('HB', PAYMENTS, { after: '' })).body).toMatchObject(refused);
  });
});

describe('the page size', () => {
  it.each([0, -1, 201, 2147483647])('%d is refused wherever it is given', async (first) => {
    const [account] = await readAll(ACCOUNTS, { first: 1 });
    const query = `query ($first: Int) {
      a: payments(first: $first) { edges { cursor } }
      b: accounts(first: $first) { edges { cursor } }
      c: account(id: "${account?.node.id}") { payments(first: $first) { edges { cursor } } }
    }`;
    const { body } = await served.ask('HB', query, { first });
    const error = { extensions: { code: 'BAD_USER_INPUT', reason: 'PAGE_SIZE' } };
    expect(body).toMatchObject({ errors: [error, error, error] });
  });
});
