/** Who was paid can be erased: the books keep the bank, and nothing tells which account it was. */
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPool } from '../../../lib/db/pool.ts';
import { bankIdOf, newId } from '../../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { ALICE, BOB, codesOf, type Erasures, erasuresOn } from '../../../test/support/erasures.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { openTestFacts } from '../../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../../test/support/subgraph.ts';
import { paymentId } from '../domain/ids.ts';

const HB = bankIdOf('HB');
const RECORD = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) { recordedCount } }`;
const PAYMENT = 'query ($id: ID!) { payment(id: $id) { counterpartyBank counterpartyAccount } }';

let database: TestDatabase;
let served: ServedSubgraph;
let admin: Sql;
let on: Erasures;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  admin = openPool(database.adminUrl, { max: 1 });
  served = await serveForTest(await openTestFacts(), database.appUrl);
  on = erasuresOn(served);
});
afterAll(async () => {
  await served?.close();
  await admin?.end({ timeout: 1 });
  await database?.drop();
});

async function pay(reference: string, account: string, bank = 'YZ'): Promise<void> {
  const payment = {
    ...{ reference, accountNumber: '1', minorUnits: 250, currency: 'CZK', direction: 'DEBIT' },
    ...{ channel: 'TRANSFER_OUT', valueDate: '2024-01-01' },
    ...{ counterpartyBank: bank, counterpartyAccount: account },
  };
  await on.asks(ALICE, RECORD, { payments: [payment], key: reference });
}

async function shown(reference: string) {
  const { payment } = z
    .object({ payment: z.record(z.string(), z.unknown()) })
    .parse(await on.asks(ALICE, PAYMENT, { id: paymentId(HB, reference) }));
  return payment;
}

async function tagOf(reference: string): Promise<string> {
  const [row] = await admin`select counterparty_account_tag as tag from facts.payments
    where id = ${paymentId(HB, reference)}`;
  return z.string().parse(row?.tag);
}

async function erase(id: string): Promise<void> {
  const { request } = await on.requests(ALICE, id, 'asked for', 'COUNTERPARTY');
  await on.approves(BOB, request?.id ?? '');
}

const edges = () => admin`select e.to_id, e.volume::integer, n.bank_code from graph.edges e
  join graph.nodes n on n.bank_id = e.bank_id and n.id = e.to_id
  where e.bank_id = ${HB} and n.bank_code = 'YZ' order by e.volume`;

describe('a counterparty that is erased', () => {
  it('leaves the bank in the books and no account, whatever names it', async () => {
    await pay('to-erase-1', '555');
    await pay('to-erase-2', '555');
    await pay('to-keep', '777');
    const tag = await tagOf('to-erase-1');
    const before = await edges();
    expect(before.map(({ volume }) => volume)).toEqual([250, 500]);
    await erase(tag);
    const erased = { counterpartyBank: 'YZ', counterpartyAccount: null };
    expect(await shown('to-erase-1')).toEqual(erased);
    expect(await shown('to-erase-2')).toEqual(erased);
    expect(await shown('to-keep')).toEqual({ ...erased, counterpartyAccount: '777' });
    const [left] = await admin`select
      (select count(*)::integer from facts.payments where counterparty_account_tag = ${tag})
      + (select count(*)::integer from graph.nodes where id = ${tag})
      + (select count(*)::integer from graph.edges where ${tag} in (from_id, to_id)) as rows`;
    expect(left).toEqual({ rows: 0 });
    // What was exchanged stays in the graph, with an account that has no name.
    expect((await edges()).map(({ volume }) => volume)).toEqual([250, 500]);
  });

  it('gets no key and no node again from what comes later', async () => {
    await pay('first', '999');
    const tag = await tagOf('first');
    await erase(tag);
    await pay('later', '999');
    expect(await shown('later')).toEqual({ counterpartyBank: 'YZ', counterpartyAccount: null });
    const keys = await admin`select wrapped from facts.subject_keys where subject_id = ${tag}`;
    expect(keys).toEqual([{ wrapped: null }]);
    expect(await admin`select from graph.nodes where id = ${tag}`).toHaveLength(0);
    expect(codesOf(await on.requests(ALICE, tag, 'again', 'COUNTERPARTY'))).toEqual([
      'ALREADY_ERASED',
    ]);
  });

  it('is nobody whom no payment names, nobody of another bank, and no account of the own bank', async () => {
    await pay('inside', '1', 'HB');
    await pay('of-hb', '123');
    const [inside, ofHb] = [await tagOf('inside'), await tagOf('of-hb')];
    const refused = ['UNKNOWN_SUBJECT'];
    const asked = (who: typeof ALICE, id: string) =>
      on.requests(who, id, 'asked for', 'COUNTERPARTY').then(codesOf);
    expect(await asked(ALICE, newId())).toEqual(refused);
    expect(await asked(ALICE, inside)).toEqual(refused);
    expect(await asked({ subject: 'carol', bank: 'CD' }, ofHb)).toEqual(refused);
  });
});
