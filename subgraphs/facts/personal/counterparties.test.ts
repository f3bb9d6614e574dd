/** Who was paid, and who paid: what the tables hold of them, and who can read it. */
import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, readTenant, withTenant } from '../../../lib/db/index.ts';
import { openPool } from '../../../lib/db/pool.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import {
  openTestFacts,
  openTestGraph,
  openTestKeys,
  sealingFor,
} from '../../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../../test/support/subgraph.ts';
import { accountId, paymentId } from '../domain/ids.ts';
import { hasPlain } from '../queries/has-plain.ts';
import { sealPlain } from './seal-plain.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const PAYMENTS =
  '{ payments(first: 200) { edges { node { id counterpartyBank counterpartyAccount } } } }';
const ORDERS = `{ account(id: "${accountId(HB, '2')}") {
  standingOrders { counterpartyBank counterpartyAccount } } }`;
const RECORD = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) {
    recordedCount userErrors { code } } }`;

let database: TestDatabase;
let db: Database;
let admin: Sql;
let facts: ServedSubgraph;
let graph: ServedSubgraph;
let before: readonly unknown[];

beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl, 2);
  admin = openPool(database.adminUrl, { max: 1 });
  facts = await serveForTest(await openTestFacts(), database.appUrl);
  graph = await serveForTest(await openTestGraph(), database.appUrl);
  before = [await ask('HB', PAYMENTS), await ask('HB', ORDERS)];
  const keys = await Promise.all([openTestKeys(), openTestKeys()]);
  await Promise.all(keys.map((each) => sealPlain(db, HB, each)));
  await sealPlain(db, CD, await openTestKeys());
});
afterAll(async () => {
  await facts?.close();
  await graph?.close();
  if (db) await closeDatabase(db);
  await admin?.end({ timeout: 1 });
  await database?.drop();
});

async function ask(bank: string, query: string, variables = {}): Promise<unknown> {
  return (await facts.ask(bank, query, variables)).body;
}

async function record(reference: string, number: string): Promise<void> {
  const payment = {
    ...{ reference, accountNumber: '1', minorUnits: 700, currency: 'CZK' },
    ...{ direction: 'DEBIT', channel: 'TRANSFER_OUT', valueDate: '1999-01-01' },
    ...{ counterpartyBank: 'YZ', counterpartyAccount: number },
  };
  expect(await ask('HB', RECORD, { payments: [payment], key: reference })).toEqual({
    data: { recordPayments: { recordedCount: 1, userErrors: [] } },
  });
}

const accountOf = (id: string) => ask('HB', `{ payment(id: "${id}") { counterpartyAccount } }`);
const tagOf = (bankId: typeof HB, bank: string, number: string) =>
  withTenant(db, bankId, async (tx) => {
    const [tag] = await (await sealingFor(tx, bankId)).tagsOf([{ bank, number }]);
    return tag;
  });

/** HB's payments, none of which stays within the bank, as the graph has them and as the table has. */
async function sums() {
  const [edges] = await admin`select sum(payment_count)::int as payments, sum(volume)::int as volume
    from graph.edges where bank_id = ${HB}`;
  const [rows] = await admin`select count(*)::int as payments, sum(minor_units)::int as volume
    from facts.payments where bank_id = ${HB} and counterparty_bank is not null`;
  return { edges, rows };
}

describe('counterparties from before they were sealed', () => {
  it('are answered as they were, and none is left in the clear', async () => {
    expect(JSON.stringify(before)).toContain('"41403269"');
    expect(JSON.stringify(before)).toContain('"87144583"');
    expect([await ask('HB', PAYMENTS), await ask('HB', ORDERS)]).toEqual(before);
    for (const bankId of [HB, CD]) {
      expect(await readTenant(db, bankId, (tx) => hasPlain(tx, bankId))).toBe(false);
    }
  });

  it('are in the graph once they are sealed, each payment once', async () => {
    const { edges, rows } = await sums();
    expect(edges).toEqual(rows);
    expect(rows).toMatchObject({ payments: 20 });
  });
});

describe('a tag', () => {
  it('is one for one account within a bank, another for each bank, and none that can be made of the number', async () => {
    const rows =
      await admin`select distinct bank_id, counterparty_account_tag as tag from facts.payments
      where counterparty_account_tag is not null order by bank_id`;
    const own = await tagOf(HB, 'AB', '41403269');
    expect(rows.map(({ tag }) => tag).toSorted()).toEqual(
      [own, await tagOf(CD, 'AB', '41403269')].toSorted(),
    );
    expect(new Set(rows.map(({ tag }) => tag)).size).toBe(2);
    expect(await tagOf(HB, 'CD', '41403269')).not.toBe(own);
    const hashed = createHash('md5').update('payscope.node:AB:41403269').digest('hex');
    expect(own?.replaceAll('-', '')).not.toBe(hashed);
  });
});

describe('a sealed counterparty', () => {
  const first = paymentId(HB, 'seed-0');
  const put = (what: string) => `update facts.payments as here set ${what}
    from facts.payments as there where here.id = '${first}' and there.id =`;

  it.each([
    [
      'another payment, of the same counterparty',
      `${put('counterparty_account_sealed = there.counterparty_account_sealed')} '${paymentId(HB, 'seed-3')}'`,
    ],
    [
      'another bank',
      `${put('counterparty_account_sealed = there.counterparty_account_sealed')} '${paymentId(CD, 'seed-0')}'`,
    ],
    [
      'another counterparty',
      `update facts.payments set counterparty_account_tag = gen_random_uuid() where id = '${first}'`,
    ],
    ['an older row', `update facts.payments set row_version = 9 where id = '${first}'`],
  ])('that is of %s is not shown', async (_what, change) => {
    expect(await accountOf(first)).toEqual({
      data: { payment: { counterpartyAccount: '41403269' } },
    });
    const [was] =
      await admin`select row_version, counterparty_account_sealed, counterparty_account_tag
      from facts.payments where id = ${first}`;
    await admin.unsafe(change);
    const answer = JSON.stringify(await accountOf(first));
    await admin`update facts.payments set ${admin(was ?? {})} where id = ${first}`;
    expect(answer).toContain('"counterpartyAccount":null');
    expect(answer).not.toContain('41403269');
  });

  it('is in the graph once, however often its row is changed', async () => {
    await admin`update facts.payments set row_version = row_version where bank_id = ${HB}`;
    const { edges, rows } = await sums();
    expect(edges).toEqual(rows);
  });

  it('of a new payment is nowhere in the clear', async () => {
    await record('sealed at once', '5550123');
    const id = paymentId(HB, 'sealed at once');
    expect(await accountOf(id)).toEqual({ data: { payment: { counterpartyAccount: '5550123' } } });
    const rows = await admin`select to_jsonb(p)::text as row from facts.payments p where id = ${id}
      union all select to_jsonb(n)::text from graph.nodes n
      union all select to_jsonb(e)::text from graph.edges e`;
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ row }) => row.includes('5550123'))).toEqual([]);
  });
});

describe('a counterparty that was erased', () => {
  const counterparties = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on Account { counterparties(first: 50) { bank account } } } }`;
  const named = async () => {
    const of = [{ __typename: 'Account', id: accountId(HB, '1') }];
    return JSON.stringify((await graph.ask('HB', counterparties, { of })).body);
  };

  it('is not shown any more, by payments nor by the graph, and nothing new is written of it', async () => {
    await record('before erasure', '5550777');
    expect(await named()).toContain('{"bank":"YZ","account":"5550777"}');
    const tag = await tagOf(HB, 'YZ', '5550777');
    await admin`update facts.subject_keys set wrapped = null, wrapped_by = null, erased_at = now()
      where bank_id = ${HB} and subject_id = ${tag ?? ''}`;
    const erased = { data: { payment: { counterpartyAccount: null } } };
    expect(await accountOf(paymentId(HB, 'before erasure'))).toEqual(erased);
    expect(await named()).not.toContain('5550777');
    expect(await named()).toContain('{"bank":"YZ","account":null}');

    await record('after erasure', '5550777');
    const id = paymentId(HB, 'after erasure');
    expect(await accountOf(id)).toEqual(erased);
    const [row] =
      await admin`select counterparty_bank, counterparty_account, counterparty_account_sealed,
      counterparty_account_tag from facts.payments where id = ${id}`;
    expect(Object.values(row ?? {})).toEqual(['YZ', null, null, null]);
  });
});
