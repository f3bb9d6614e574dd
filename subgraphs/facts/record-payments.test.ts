/** recordPayments: all or nothing, once per key, whoever else records at the same time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { openTestFacts } from '../../test/support/personal-keys.ts';
import { type Answer, type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import type { PaymentInput } from './resolvers.generated.ts';

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

const MUTATION = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) {
    recordedCount replayed userErrors { code field } } }`;

function payment(reference: string, change: Partial<PaymentInput> = {}): PaymentInput {
  return {
    reference,
    accountNumber: '1',
    minorUnits: 12_345,
    currency: 'CZK',
    direction: 'DEBIT',
    channel: 'TRANSFER_OUT',
    valueDate: '1999-03-01',
    counterpartyBank: 'CD',
    counterpartyAccount: '77',
    ...change,
  };
}

function record(
  key: string,
  payments: readonly unknown[],
  { bank = 'HB' }: { readonly bank?: string } = {},
): Promise<Answer> {
  return served.ask(bank, MUTATION, { payments, key });
}

function recorded(recordedCount: number, { replayed = false } = {}) {
  return {
    status: 200,
    body: { data: { recordPayments: { recordedCount, replayed, userErrors: [] } } },
  };
}

function rejected(...userErrors: readonly { readonly code: string; readonly field: string }[]) {
  return {
    status: 200,
    body: { data: { recordPayments: { recordedCount: 0, replayed: false, userErrors } } },
  };
}

/** How many payments of the bank were made on this day. */
async function countOn(day: string, bank = 'HB'): Promise<number> {
  const query = `{ payments(first: 200, filter: { valueDateFrom: "${day}", valueDateTo: "${day}" }) {
    edges { node { id } } } }`;
  const { body } = await served.ask(bank, query);
  return JSON.stringify(body).split('"node"').length - 1;
}

describe('recording payments', () => {
  it('records them, readable with every field', async () => {
    const day = '1999-01-01';
    const given = payment('whole', { valueDate: day, purpose: 'LOAN' });
    expect(await record('k-whole', [given])).toEqual(recorded(1));
    const query = `{ payments(filter: { valueDateFrom: "${day}", valueDateTo: "${day}" }) { edges { node {
      amount { minorUnits currency } direction channel purpose valueDate counterpartyBank
      counterpartyAccount account { number } balanceAfter { minorUnits } } } } }`;
    expect((await served.ask('HB', query)).body).toMatchObject({
      data: {
        payments: {
          edges: [
            {
              node: {
                amount: { minorUnits: 12_345, currency: 'CZK' },
                direction: 'DEBIT',
                channel: 'TRANSFER_OUT',
                purpose: 'LOAN',
                valueDate: day,
                counterpartyBank: 'CD',
                counterpartyAccount: '77',
                account: { number: '1' },
                balanceAfter: null,
              },
            },
          ],
        },
      },
    });
  });

  it('keeps the largest amount to the last unit', async () => {
    const given = payment('huge', { minorUnits: Number.MAX_SAFE_INTEGER, valueDate: '2001-01-01' });
    const cash = { counterpartyBank: null, counterpartyAccount: null } as const;
    const credit = { channel: 'CASH_DEPOSIT', direction: 'CREDIT' } as const;
    expect(await record('k-huge', [{ ...given, ...cash, ...credit }])).toEqual(recorded(1));
    const query =
      '{ payments(first: 1, orderBy: AMOUNT_DESC) { edges { node { amount { minorUnits } } } } }';
    expect((await served.ask('HB', query)).body).toEqual({
      data: { payments: { edges: [{ node: { amount: { minorUnits: 9007199254740991 } } }] } },
    });
  });

  it('takes 1000 at once', async () => {
    const payments = Array.from({ length: 1000 }, (_, i) =>
      payment(`many-${i}`, { valueDate: '2002-01-01', accountNumber: i % 2 ? '2' : '10' }),
    );
    expect(await record('k-many', payments)).toEqual(recorded(1000));
  });

  it('with a key used before for the same payments records nothing more and says so', async () => {
    const day = '1999-02-01';
    const payments = [
      payment('again-1', { valueDate: day }),
      payment('again-2', { valueDate: day }),
    ];
    expect(await record('k-again', payments)).toEqual(recorded(2));
    expect(await record('k-again', payments)).toEqual(recorded(2, { replayed: true }));
    const nulls = payments.map((one) => ({ ...one, purpose: null }));
    expect(await record('k-again', nulls)).toEqual(recorded(2, { replayed: true }));
    expect(await countOn(day)).toBe(2);
  });

  it('with a key used before for other payments is refused', async () => {
    await record('k-other', [payment('other-1')]);
    for (const payments of [[payment('other-2')], [payment('other-1', { minorUnits: 1 })]]) {
      expect((await record('k-other', payments)).body).toMatchObject({
        data: { recordPayments: null },
        errors: [{ path: ['recordPayments'], extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }],
      });
    }
  });

  it("does not meet another bank's keys or references", async () => {
    const day = '1999-02-03';
    const payments = [payment('shared', { valueDate: day, counterpartyBank: 'AB' })];
    expect(await record('k-shared', payments)).toEqual(recorded(1));
    expect(await record('k-shared', payments, { bank: 'CD' })).toEqual(recorded(1));
    expect([await countOn(day), await countOn(day, 'CD')]).toEqual([1, 1]);
  });

  it('names every problem by its place and records nothing', async () => {
    const day = '1999-02-04';
    const good = payment('mixed-good', { valueDate: day });
    expect(
      await record('k-mixed', [
        good,
        payment('mixed-1', { valueDate: day, minorUnits: 0 }),
        payment('mixed-2', { valueDate: day, currency: 'EUR' }),
      ]),
    ).toEqual(
      rejected(
        { code: 'AMOUNT_NOT_POSITIVE', field: 'input.payments.1.minorUnits' },
        { code: 'CURRENCY_NOT_SUPPORTED', field: 'input.payments.2.currency' },
      ),
    );
    expect(await countOn(day)).toBe(0);
  });

  it.each<[string, Partial<PaymentInput>, string, string]>([
    ['an unknown account', { accountNumber: '999' }, 'UNKNOWN_ACCOUNT', 'accountNumber'],
    ['an account with a NUL', { accountNumber: '1\u0000' }, 'UNKNOWN_ACCOUNT', 'accountNumber'],
    ['a reference the bank has', { reference: 'seed-0' }, 'DUPLICATE_REFERENCE', 'reference'],
  ])('with %s records nothing and leaves the key free', async (name, change, code, field) => {
    const day = '1999-02-05';
    const good = payment(`free ${name}`, { valueDate: day });
    const bad = payment(`bad ${name}`, { valueDate: day, ...change });
    expect(await record(`k-${name}`, [good, bad])).toEqual(
      rejected({ code, field: `input.payments.1.${field}` }),
    );
    expect(await countOn(day)).toBe(0);
    const later = payment(`later ${name}`, { valueDate: '1999-02-06' });
    expect(await record(`k-${name}`, [later])).toEqual(recorded(1));
  });

  it.each([
    ['an empty key', ''],
    ['a long key', 'k'.repeat(201)],
    ['a NUL in its key', 'k\u0000'],
  ])('with %s is refused', async (_, key) => {
    expect((await record(key, [payment('x')])).body).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it.each([
    ['a float', { minorUnits: 1.5 }],
    ['an amount as text', { minorUnits: '100' }],
    ['more than 2^53 - 1', { minorUnits: 9007199254740992 }],
    ['a day outside the calendar', { valueDate: '1999-02-29' }],
    ['no account', { accountNumber: undefined }],
  ])('with %s is refused before anything runs', async (_, change) => {
    const { status, body } = await record('k-typed', [{ ...payment('typed'), ...change }]);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('by many at once with one key records once; who is not answered the same is asked to come again', async () => {
    const day = '1999-02-07';
    const payments = Array.from({ length: 20 }, (_, i) => payment(`race-${i}`, { valueDate: day }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => record('k-race', payments)));
    const fresh = answers.filter(({ body }) => JSON.stringify(body).includes('"replayed":false'));
    expect(fresh).toEqual([recorded(20)]);
    for (const answer of answers) {
      if (fresh.includes(answer)) continue;
      if (JSON.stringify(answer).includes('IN_FLIGHT')) continue;
      expect(answer).toEqual(recorded(20, { replayed: true }));
    }
    expect(await record('k-race', payments)).toEqual(recorded(20, { replayed: true }));
    expect(await countOn(day)).toBe(20);
  });

  it('by many at once with one reference and other keys records it once, the others told why', async () => {
    const day = '1999-02-08';
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        record(`k-reference-${i}`, [payment('contested', { valueDate: day })]),
      ),
    );
    const texts = answers.map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => text.includes('DUPLICATE_REFERENCE'))).toHaveLength(9);
    expect(texts.filter((text) => text.includes('"recordedCount":1'))).toHaveLength(1);
    expect(await countOn(day)).toBe(1);
  });

  it('by many at once that touch the same accounts and references never ends in a fault', async () => {
    const batch = (name: string, length: number) =>
      Array.from({ length }, (_, i) =>
        payment(`${name}-${i}`, {
          valueDate: `2003-0${1 + (i % 9)}-01`,
          accountNumber: i % 2 ? '2' : '10',
          counterpartyAccount: String(1000 + i),
        }),
      );
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => {
        const payments = i % 4 > 1 ? batch('crossing', 800) : batch(`own-${i}`, i % 2 ? 600 : 150);
        return record(`k-crossing-${i}`, i % 4 === 2 ? payments.reverse() : payments);
      }),
    );
    const texts = answers.map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => text.includes('INTERNAL_SERVER_ERROR'))).toEqual([]);
    expect(texts.filter((text) => text.includes('"userErrors":[]'))).toHaveLength(9);
  });
});
