/** Entities and the way down from payments take a statement per kind of row, not per row. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { ACCOUNT_NUMBERS, PAYMENTS_PER_BANK, seedFacts } from '../../test/support/facts.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { accountId, paymentId } from './domain/ids.ts';
import { facts } from './index.ts';
import type { Loaders } from './loaders/index.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');

/** Counts the loaders' transactions; a query of a root field itself is not among them. */
const counted = { statements: 0 };
const countedFacts: SubgraphDefinition<Loaders> = {
  ...facts,
  createLoaders: (context) =>
    facts.createLoaders({
      ...context,
      readInTenant: (work, limits) => {
        counted.statements += 1;
        return context.readInTenant(work, limits);
      },
    }),
};

let database: TestDatabase;
let served: ServedSubgraph;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  served = await serveForTest(countedFacts, database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.drop();
});

describe('entities', () => {
  const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
    __typename ... on Bank { code } ... on Account { number } ... on Payment { valueDate } } }`;

  it('are found by id, in the order asked, and null where the bank has none', async () => {
    const of = [
      { __typename: 'Payment', id: paymentId(HB, 'seed-0') },
      { __typename: 'Account', id: accountId(CD, '1') },
      { __typename: 'Account', id: accountId(HB, '1') },
      { __typename: 'Bank', id: CD },
      { __typename: 'Bank', id: HB },
      { __typename: 'Payment', id: 'x' },
    ];
    expect((await served.ask('HB', ENTITIES, { of })).body).toEqual({
      data: {
        _entities: [
          { __typename: 'Payment', valueDate: '1998-01-15' },
          null,
          { __typename: 'Account', number: '1' },
          null,
          { __typename: 'Bank', code: 'HB' },
          null,
        ],
      },
    });
  });

  it('take one statement per type, however many there are', async () => {
    counted.statements = 0;
    const of = Array.from({ length: PAYMENTS_PER_BANK }, (_, i) => [
      { __typename: 'Payment', id: paymentId(HB, `seed-${i}`) },
      { __typename: 'Account', id: accountId(HB, ACCOUNT_NUMBERS[i % 4] ?? '') },
    ]).flat();
    await served.ask('HB', ENTITIES, { of });
    expect(counted.statements).toBe(2);
  });
});

describe('statements', () => {
  it.each([
    ['payments → account → holders', '{ account { holders { id } } }', 2],
    [
      'payments → account → everything',
      `{ account { bank { code accountCount } holders { id } loans { id } standingOrders { id }
        payments(first: 3) { edges { node { id account { number } } } } } }`,
      7,
    ],
  ])('for 50 %s are as many as there are kinds of row', async (_, selection, expected) => {
    counted.statements = 0;
    const query = `{ payments(first: 50) { edges { node ${selection} } } }`;
    const { body } = await served.ask('HB', query);
    expect(body).not.toHaveProperty('errors');
    expect(counted.statements).toBe(expected);
  });

  it("give each account its own payments, though all accounts' come at once", async () => {
    const query = `{ accounts { edges { node { id
      a: payments(first: 2) { edges { node { account { id } } } }
      b: payments(first: 200) { edges { node { account { id } } } } } } } }`;
    const { body } = await served.ask('HB', query);
    const idsOf = (number: string, length: number) => ({
      edges: Array.from({ length }, () => ({ node: { account: { id: accountId(HB, number) } } })),
    });
    const perAccount = PAYMENTS_PER_BANK / 3;
    expect(body).toEqual({
      data: {
        accounts: {
          edges: ACCOUNT_NUMBERS.map((number) => ({
            node: {
              id: accountId(HB, number),
              a: idsOf(number, number === '11' ? 0 : 2),
              b: idsOf(number, number === '11' ? 0 : perAccount),
            },
          })),
        },
      },
    });
  });
});

describe('pages inside pages', () => {
  const nested = (levels: number): string =>
    levels === 0
      ? 'id'
      : `account { payments(first: 200) { edges { node { ${nested(levels - 1)} } } } }`;

  it('are answered two deep', async () => {
    const query = `{ payments(first: 200) { edges { node { ${nested(1)} } } } }`;
    expect((await served.ask('HB', query)).body).not.toHaveProperty('errors');
  });

  it.each([2, 5, 50])('are refused with %d more before anything is read', async (levels) => {
    counted.statements = 0;
    const query = `{ payments(first: 200) { edges { node { ${nested(levels)} } } } }`;
    const { status, body } = await served.ask('HB', query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }] });
    expect(counted.statements).toBe(0);
  });
});
