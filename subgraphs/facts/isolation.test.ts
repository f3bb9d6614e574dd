/** No root, entity or filter gives a row of another bank. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { ACCOUNT_NUMBERS, PAYMENTS_PER_BANK, seedFacts } from '../../test/support/facts.ts';
import { openTestFacts } from '../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { accountId, holderId, loanId, paymentId, standingOrderId } from './domain/ids.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');

let database: TestDatabase;
let served: ServedSubgraph;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  served = await serveForTest(await openTestFacts(), database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.drop();
});

describe('the bank in the token', () => {
  const idsOfHB = [
    HB,
    ...ACCOUNT_NUMBERS.flatMap((number) => [
      accountId(HB, number),
      holderId(HB, `${number}-a`),
      holderId(HB, `${number}-b`),
    ]),
    ...Array.from({ length: PAYMENTS_PER_BANK }, (_, i) => paymentId(HB, `seed-${i}`)),
    loanId(HB, '2'),
    standingOrderId(HB, '2'),
  ];
  const EVERYTHING = `id number bank { id code } holders { id birthDate } loans { id }
    standingOrders { id } payments { edges { node { id account { id } } } }`;

  it('is the only one of which any root gives a row', async () => {
    const query = `{
      bank { id code }
      accounts { edges { node { ${EVERYTHING} } } }
      payments(first: 200) { edges { node { id amount { minorUnits } account { ${EVERYTHING} } } } }
      account(id: "${accountId(HB, '1')}") { ${EVERYTHING} }
      payment(id: "${paymentId(HB, 'seed-0')}") { id }
      filtered: payments(filter: { accountId: "${accountId(HB, '1')}" }) { edges { node { id } } }
    }`;
    const { body } = await served.ask('CD', query);
    expect(body).toMatchObject({
      data: { bank: { id: CD }, account: null, payment: null, filtered: { edges: [] } },
    });
    const text = JSON.stringify(body);
    expect(text).toContain(paymentId(CD, 'seed-0'));
    expect(idsOfHB.filter((id) => text.includes(id))).toEqual([]);
  });

  it('is the only one of which any entity gives a row', async () => {
    const of = idsOfHB.flatMap((id) =>
      ['Bank', 'Account', 'Payment'].map((__typename) => ({ __typename, id })),
    );
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
    const { body } = await served.ask('CD', query, { of });
    expect(body).toEqual({ data: { _entities: of.map(() => null) } });
  });

  it('that is not known here has no rows', async () => {
    const { body } = await served.ask('ZZ', '{ bank { id } accounts { edges { cursor } } }');
    expect(body).toEqual({ data: { bank: null, accounts: { edges: [] } } });
  });
});
