/** The metrics subgraph over HTTP, against statistics computed here from the raw payments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { countStatements } from '../../test/support/count-statements.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type MadePayment, makePayments } from '../../test/support/payments.ts';
import {
  drawPayments,
  expectedBuckets as expected,
  FIGURES,
  GRAINS,
  METRICS,
} from '../../test/support/statistics.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { accountId } from '../facts/domain/ids.ts';
import { metrics } from './index.ts';

const BUCKET = `periodStart channel count ${FIGURES.map((f) => `${f} { minorUnits currency }`).join(' ')}`;

let database: TestDatabase;
let db: Database;
let served: ServedSubgraph;
const counted = countStatements(metrics);
let home: readonly MadePayment[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(counted.definition, database.appUrl);
  home = drawPayments(400);
  await makePayments(db, 'HB', home);
  await makePayments(db, 'CD', [{ account: '1', minorUnits: 7, valueDate: '1993-01-31' }]);
});

afterAll(async () => {
  await served?.close();
  if (db) await closeDatabase(db);
  await database?.drop();
});

const ENTITIES = `query ($of: [_Any!]!, $metric: Metric!, $grain: Grain!, $period: PeriodInput) {
  _entities(representations: $of) {
    ... on Account { id describe(metric: $metric, grain: $grain, period: $period) { ${BUCKET} } }
    ... on Bank { id describe(metric: $metric, grain: $grain, period: $period) { ${BUCKET} } }
  }
}`;

const homeAccount = (number: string) => ({
  __typename: 'Account',
  id: accountId(bankIdOf('HB'), number),
});

describe('describe', () => {
  const cases = METRICS.flatMap((metric) => GRAINS.map((grain) => [metric, grain] as const));

  it.each(cases)('gives %s by %s of the bank as computed by hand', async (metric, grain) => {
    const query = `query ($metric: Metric!, $grain: Grain!) {
      describe(metric: $metric, grain: $grain) { ${BUCKET} }
    }`;
    const { body } = await served.ask('HB', query, { metric, grain });
    expect(body).toEqual({ data: { describe: expected(home, metric, grain) } });
  });

  it.each(cases)('gives %s by %s of accounts as computed by hand', async (metric, grain) => {
    const of = ['1', '2', 'unknown'].map(homeAccount);
    const { body } = await served.ask('HB', ENTITIES, { of, metric, grain });
    const ofAccount = (number: string) => home.filter(({ account }) => account === number);
    expect(body).toEqual({
      data: {
        _entities: of.map(({ id }, index) => ({
          id,
          describe: expected(ofAccount(['1', '2', 'none'][index] ?? ''), metric, grain),
        })),
      },
    });
  });

  it('gives the bank as an entity the same as at the root', async () => {
    const of = [{ __typename: 'Bank', id: bankIdOf('HB').toUpperCase() }];
    const { body } = await served.ask('HB', ENTITIES, {
      of,
      metric: 'DEBIT_AMOUNT',
      grain: 'YEAR',
    });
    const describe = expected(home, 'DEBIT_AMOUNT', 'YEAR');
    expect(body).toEqual({ data: { _entities: [{ id: bankIdOf('HB'), describe }] } });
  });

  it.each([
    ['one day in the middle', '1993-05-20', '1993-05-20', ['1993-04-01']],
    ['from the last day of a quarter', '1993-03-31', '1993-04-01', ['1993-01-01', '1993-04-01']],
    ['whole quarters', '1993-07-01', '1993-12-31', ['1993-07-01', '1993-10-01']],
    ['days without payments', '2001-01-01', '2001-12-31', []],
  ])(
    'gives every quarter that has a day in the period, whole: %s',
    async (_what, from, to, starts) => {
      const variables = { metric: 'PAYMENT_AMOUNT', grain: 'QUARTER', period: { from, to } };
      const of = [{ __typename: 'Bank', id: bankIdOf('HB') }, homeAccount('1')];
      const { body } = await served.ask('HB', ENTITIES, { of, ...variables });
      const inPeriod = (payments: readonly MadePayment[]) =>
        expected(payments, 'PAYMENT_AMOUNT', 'QUARTER').filter((b) =>
          starts.includes(b.periodStart),
        );
      const ofAccount = home.filter(({ account }) => account === '1');
      const buckets = [home, ofAccount].map((some) => ({ describe: inPeriod(some) }));
      expect(body).toMatchObject({ data: { _entities: buckets } });
    },
  );

  it('refuses a period that ends before it starts', async () => {
    const { body } = await served.ask(
      'HB',
      `{ describe(metric: PAYMENT_AMOUNT, period: { from: "1994-01-02", to: "1994-01-01" }) { count } }`,
    );
    const extensions = { code: 'BAD_USER_INPUT', reason: 'PERIOD_REVERSED' };
    expect(body).toMatchObject({ data: { describe: null }, errors: [{ extensions }] });
  });

  it('counts payments recorded since the last answer, for bank and account', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Account { describe(metric: PAYMENT_AMOUNT) { count sum { minorUnits } } }
      ... on Bank { describe(metric: PAYMENT_AMOUNT) { count sum { minorUnits } } } } }`;
    const bankId = bankIdOf('EF');
    const of = [
      { __typename: 'Account', id: accountId(bankId, '1') },
      { __typename: 'Bank', id: bankId },
    ];
    const payment = { account: '1', minorUnits: 5, valueDate: '1995-01-31' };
    for (const count of [1, 2, 3]) {
      await makePayments(db, 'EF', [payment]);
      const { body } = await served.ask('EF', query, { of });
      const bucket = { count, sum: { minorUnits: 5 * count } };
      const describe = [bucket, bucket];
      expect(body).toEqual({ data: { _entities: [{ describe }, { describe }] } });
    }
  });
});

describe('many accounts', () => {
  it('take as many statements as one', async () => {
    const ask = async (...numbers: readonly string[]) => {
      const before = counted.statements();
      const of = numbers.map(homeAccount);
      await served.ask('HB', ENTITIES, { of, metric: 'PAYMENT_AMOUNT', grain: 'MONTH' });
      return counted.statements() - before;
    };
    await ask('1', '2');
    expect([await ask('1'), await ask('1', '2', '3', '4')]).toEqual([2, 2]);
  });
});

describe('another bank', () => {
  it('sees its own statistics at the root only', async () => {
    const { body } = await served.ask(
      'CD',
      '{ describe(metric: PAYMENT_AMOUNT) { count channel } }',
    );
    const describe = [
      { count: 1, channel: null },
      { count: 1, channel: 'CASH_DEPOSIT' },
    ];
    expect(body).toEqual({ data: { describe } });
  });

  it('sees nothing of accounts and banks by their ids', async () => {
    const of = [
      homeAccount('1'),
      { __typename: 'Bank', id: bankIdOf('HB') },
      { __typename: 'Account', id: '00000000-0000-0000-0000-000000000000' },
      { __typename: 'Account', id: "1' or true" },
    ];
    const variables = { of, metric: 'PAYMENT_AMOUNT', grain: 'YEAR' };
    const { body } = await served.ask('CD', ENTITIES, variables);
    expect(body).toEqual({
      data: { _entities: [{ id: of[0]?.id, describe: [] }, null, null, null] },
    });
  });
});
