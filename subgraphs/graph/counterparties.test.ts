/** Counterparties over HTTP, against edges kept in memory from the same payments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { countStatements } from '../../test/support/count-statements.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { counterpartiesOf, drawTransfers } from '../../test/support/edges.ts';
import { makePayments } from '../../test/support/payments.ts';
import { openTestGraph } from '../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { accountId } from '../facts/domain/ids.ts';
import type { PaymentModel } from '../facts/models.ts';

const home = drawTransfers(110);

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;
let recorded: readonly PaymentModel[];
const counted = countStatements(await openTestGraph());

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(counted.definition, database.appUrl);
  recorded = [
    ...(await makePayments(db, 'HB', home.slice(0, 70))),
    // A second batch meets edges and nodes that are there already.
    ...(await makePayments(db, 'HB', home.slice(70))),
    ...(await makePayments(db, 'HB', [{ account: '1', minorUnits: 3, valueDate: '1993-01-01' }])),
  ];
  const mirror = { account: '1', minorUnits: 1, valueDate: '1993-01-01' };
  await makePayments(db, 'CD', [{ ...mirror, counterparty: { bank: 'HB', account: '1' } }]);
});

afterAll(async () => {
  await served?.close();
  if (db) await closeDatabase(db);
  await database?.drop();
});

const COUNTERPARTY = 'bank account volume { minorUnits currency } paymentCount firstSeen lastSeen';

const homeAccount = (number: string) => ({
  __typename: 'Account',
  id: accountId(bankIdOf('HB'), number),
});

const COUNTERPARTIES = `query ($of: [_Any!]!, $first: Int) { _entities(representations: $of) {
  ... on Account { counterparties(first: $first) { ${COUNTERPARTY} } } } }`;

describe('Account.counterparties', () => {
  const numbers = ['1', '2', '3', '4', '5', '6'];

  it.each([200, 2])('gives the first %i of each account as summed by hand', async (first) => {
    const of = numbers.map(homeAccount);
    const { body } = await served.ask('HB', COUNTERPARTIES, { of, first });
    const _entities = numbers.map((number) => ({
      counterparties: counterpartiesOf(home, `HB/${number}`).slice(0, first),
    }));
    expect(body).toEqual({ data: { _entities } });
  });

  it('takes as many statements for many accounts as for one', async () => {
    const ask = async (...some: readonly string[]) => {
      const before = counted.statements();
      await served.ask('HB', COUNTERPARTIES, { of: some.map(homeAccount) });
      return counted.statements() - before;
    };
    // Who they are, where their numbers are kept, and the keys of those.
    expect([await ask('1'), await ask(...numbers)]).toEqual([3, 3]);
  });

  it.each([0, -1, 201])('refuses %i of them', async (first) => {
    const { body } = await served.ask('HB', COUNTERPARTIES, { of: [homeAccount('1')], first });
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

const OF_PAYMENTS = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Payment { id counterparty { ${COUNTERPARTY} } } } }`;

describe('Payment.counterparty', () => {
  it('is what the two accounts exchanged, and null for cash', async () => {
    const of = recorded.map(({ id }) => ({ __typename: 'Payment', id }));
    const before = counted.statements();
    const { body } = await served.ask('HB', OF_PAYMENTS, { of });
    expect(counted.statements() - before).toBe(3);
    const _entities = recorded.map((payment, index) => {
      const { account, counterparty } = home[index] ?? {};
      const known = counterpartiesOf(home, `HB/${account}`).find(
        (one) => one.bank === counterparty?.bank && one.account === counterparty?.account,
      );
      return { id: payment.id, counterparty: known ?? null };
    });
    expect(body).toEqual({ data: { _entities } });
  });
});

describe('another bank', () => {
  it('sees nothing of accounts and payments by their ids', async () => {
    const of = [homeAccount('1'), { __typename: 'Account', id: 'x' }];
    expect((await served.ask('CD', COUNTERPARTIES, { of })).body).toEqual({
      data: { _entities: [{ counterparties: [] }, null] },
    });
    const [first] = recorded;
    const payment = { __typename: 'Payment', id: first?.id };
    expect((await served.ask('CD', OF_PAYMENTS, { of: [payment] })).body).toEqual({
      data: { _entities: [{ id: first?.id, counterparty: null }] },
    });
  });

  it('sees its own leg', async () => {
    const of = [{ __typename: 'Account', id: accountId(bankIdOf('CD'), '1') }];
    expect((await served.ask('CD', COUNTERPARTIES, { of })).body).toMatchObject({
      data: { _entities: [{ counterparties: [{ bank: 'HB', account: '1', paymentCount: 1 }] }] },
    });
  });
});
