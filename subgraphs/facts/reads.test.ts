/** Reading facts: every field, every filter, and what is not there. */
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

describe('reading facts', () => {
  it('gives a payment with all its fields', async () => {
    const query = `{ payment(id: "${paymentId(HB, 'seed-0')}") {
      id amount { minorUnits currency } direction channel purpose valueDate
      account { number } counterpartyBank counterpartyAccount
      balanceAfter { minorUnits currency } } }`;
    expect((await served.ask('HB', query)).body).toEqual({
      data: {
        payment: {
          id: paymentId(HB, 'seed-0'),
          amount: { minorUnits: 100, currency: 'CZK' },
          direction: 'DEBIT',
          channel: 'TRANSFER_OUT',
          purpose: 'INSURANCE',
          valueDate: '1998-01-15',
          account: { number: '1' },
          counterpartyBank: 'AB',
          counterpartyAccount: '41403269',
          balanceAfter: { minorUnits: 0, currency: 'CZK' },
        },
      },
    });
  });

  it('gives an account with all its fields, the owner first', async () => {
    const query = `{ account(id: "${accountId(HB, '2')}") {
      id number openedOn statementFrequency bank { id code accountCount }
      holders { id role birthDate gender district }
      standingOrders { id amount { minorUnits currency } counterpartyBank counterpartyAccount purpose }
      loans { id amount { minorUnits } grantedOn durationMonths monthlyPayment { minorUnits } status }
      payments(first: 1) { edges { node { id } } } } }`;
    expect((await served.ask('HB', query)).body).toMatchObject({
      data: {
        account: {
          id: accountId(HB, '2'),
          number: '2',
          openedOn: '1993-02-01',
          statementFrequency: 'MONTHLY',
          bank: { id: HB, code: 'HB', accountCount: ACCOUNT_NUMBERS.length },
          holders: [
            {
              id: holderId(HB, '2-a'),
              role: 'OWNER',
              birthDate: '1970-02-13',
              gender: 'MALE',
              district: 'Kolin',
            },
            { id: holderId(HB, '2-b'), role: 'DISPONENT' },
          ],
          standingOrders: [
            {
              id: standingOrderId(HB, '2'),
              amount: { minorUnits: 245_200, currency: 'CZK' },
              counterpartyBank: 'YZ',
              counterpartyAccount: '87144583',
              purpose: 'HOUSEHOLD',
            },
          ],
          loans: [
            {
              id: loanId(HB, '2'),
              amount: { minorUnits: 8_000_000 },
              grantedOn: '1994-01-05',
              durationMonths: 24,
              monthlyPayment: { minorUnits: 333_300 },
              status: 'FINISHED',
            },
          ],
          payments: { edges: [{ node: { id: expect.any(String) } }] },
        },
      },
    });
  });

  it('gives null and empty lists where the bank knows nothing', async () => {
    const query = `{
      account(id: "${accountId(HB, '11')}") {
        openedOn statementFrequency loans { id } standingOrders { id } payments { edges { cursor } } }
      payment(id: "${paymentId(HB, 'seed-1')}") {
        purpose counterpartyBank counterpartyAccount balanceAfter { minorUnits } } }`;
    expect((await served.ask('HB', query)).body).toEqual({
      data: {
        account: {
          openedOn: null,
          statementFrequency: null,
          loans: [],
          standingOrders: [],
          payments: { edges: [] },
        },
        payment: {
          purpose: null,
          counterpartyBank: null,
          counterpartyAccount: null,
          balanceAfter: null,
        },
      },
    });
  });

  it.each([
    ['of none', '3f0e8f0a-3b46-4b6e-9b0e-0123456789ab'],
    ['that is no UUID', 'x'],
    ['that is empty', ''],
    ['with a quote', "' or true --"],
    ['with a NUL', '\u0000'],
  ])('gives null for an id %s', async (_, id) => {
    const query = 'query ($id: ID!) { account(id: $id) { id } payment(id: $id) { id } }';
    expect((await served.ask('HB', query, { id })).body).toEqual({
      data: { account: null, payment: null },
    });
  });

  it('takes an id in capital letters for the same', async () => {
    const id = accountId(HB, '1').toUpperCase();
    const { body } = await served.ask('HB', 'query ($id: ID!) { account(id: $id) { number } }', {
      id,
    });
    expect(body).toEqual({ data: { account: { number: '1' } } });
  });

  it.each([
    ['accountId', { accountId: accountId(HB, '10') }, PAYMENTS_PER_BANK / 3],
    ['direction', { direction: 'DEBIT' }, 20],
    ['channel', { channel: 'CASH_DEPOSIT' }, 40],
    ['purpose', { purpose: 'INSURANCE' }, 20],
    ['counterpartyBank', { counterpartyBank: 'AB' }, 20],
    ['another counterpartyBank', { counterpartyBank: 'QR' }, 0],
    ['valueDateFrom, included', { valueDateFrom: '1998-04-15' }, 15],
    ['valueDateTo, included', { valueDateTo: '1998-01-15' }, 15],
    ['minAmount, included', { minAmount: 500 }, 12],
    ['maxAmount, included', { maxAmount: 100 }, 12],
    ['an account of another bank', { accountId: accountId(CD, '10') }, 0],
    [
      'a period that ends before it starts',
      { valueDateFrom: '1998-04-01', valueDateTo: '1998-01-01' },
      0,
    ],
    ['nulls', { direction: null, minAmount: null, accountId: null }, PAYMENTS_PER_BANK],
    ['two conditions', { direction: 'DEBIT', minAmount: 500 }, 4],
  ])('filters by %s', async (_, filter, expected) => {
    const query = `query ($filter: PaymentFilter) {
      payments(first: 200, filter: $filter) { edges { node { id } } } }`;
    const { body } = await served.ask('HB', query, { filter });
    const edges = Array.from({ length: expected }, () => expect.anything());
    expect(body).toEqual({ data: { payments: { edges } } });
  });

  it.each([
    ['a day outside the calendar', { valueDateFrom: '1997-02-29' }],
    ['a float', { minAmount: 1.5 }],
    ['more than 2^53 - 1', { maxAmount: 9007199254740992 }],
    ['a number as text', { minAmount: '100' }],
    ['an unknown channel', { channel: 'PIGEON' }],
    ['an unknown condition', { iban: 'CZ' }],
  ])('refuses a filter with %s', async (_, filter) => {
    const query =
      'query ($filter: PaymentFilter) { payments(filter: $filter) { edges { cursor } } }';
    const { status, body } = await served.ask('HB', query, { filter });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
