/** A key by Stripe's rules: answered again, refused with other input, refused while in flight, kept a day. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { openTestFacts, sealingFor } from '../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { TELLER } from '../../test/support/teller.ts';
import { recordBatch } from './domain/record-batch.ts';
import { pruneBank } from './prune.ts';
import type { PaymentInput } from './resolvers.generated.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const DAY_MS = 86_400_000;

let database: TestDatabase;
let served: ServedSubgraph;
/** Another client's connections. */
let other: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  served = await serveForTest(await openTestFacts(), database.appUrl);
  other = connectForTest(database.appUrl, 2);
});
afterAll(async () => {
  await closeDatabase(other);
  await served.close();
  await database.drop();
});

const MUTATION = `mutation ($payments: [PaymentInput!]!, $key: String!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: $key) {
    recordedCount replayed userErrors { code } } }`;

function payment(reference: string): PaymentInput {
  return {
    reference,
    accountNumber: '1',
    minorUnits: 100,
    currency: 'CZK',
    direction: 'CREDIT',
    channel: 'CASH_DEPOSIT',
    valueDate: '1999-03-01',
  };
}

const ask = (key: string, reference: string, bank = 'HB') =>
  served.ask(bank, MUTATION, { payments: [payment(reference)], key });

const answered = (replayed: boolean) => ({
  body: { data: { recordPayments: { recordedCount: 1, replayed, userErrors: [] } } },
});
const refused = (code: string) => ({
  body: { data: { recordPayments: null }, errors: [{ extensions: { code } }] },
});

/** Runs `meanwhile` while a transaction of another connection has recorded under the key, then ends it. */
async function whileHeld(
  key: string,
  end: 'commits' | 'rolls back',
  meanwhile: () => Promise<void>,
): Promise<void> {
  const batch = {
    bankId: HB,
    idempotencyKey: key,
    payments: [payment(`of ${key}`)],
    teller: TELLER,
  };
  const holding = withTenant(other, HB, async (tx) => {
    await recordBatch(tx, await sealingFor(tx, HB), batch);
    await meanwhile();
    if (end === 'rolls back') throw new Error('rolled back');
  });
  await (end === 'commits' ? holding : expect(holding).rejects.toThrow('rolled back'));
}

describe('a key that another transaction holds', () => {
  // Whoever waited would wait for ever: the holder ends when they are answered.
  it('is refused at once, whatever comes with it, and replayed when that one has committed', async () => {
    const inFlight = refused('IDEMPOTENCY_KEY_IN_FLIGHT');
    await whileHeld('held', 'commits', async () => {
      const same = await ask('held', 'of held');
      expect(same).toMatchObject(inFlight);
      expect(same).toMatchObject({
        body: { errors: [{ extensions: { hint: expect.any(String) } }] },
      });
      expect(await ask('held', 'something else')).toMatchObject(inFlight);
    });
    expect(await ask('held', 'of held')).toMatchObject(answered(true));
    expect(await ask('held', 'something else')).toMatchObject(refused('IDEMPOTENCY_KEY_REUSED'));
  });

  it('is free when that one has rolled back', async () => {
    await whileHeld('dropped', 'rolls back', async () => {
      expect(await ask('dropped', 'x')).toMatchObject(refused('IDEMPOTENCY_KEY_IN_FLIGHT'));
    });
    expect(await ask('dropped', 'of dropped')).toMatchObject(answered(false));
  });

  it("is no matter to another bank's", async () => {
    await whileHeld('shared', 'commits', async () => {
      expect(await ask('shared', 'of shared', 'CD')).toMatchObject(answered(false));
    });
  });

  it('is no matter to other keys', async () => {
    await whileHeld('one', 'commits', async () => {
      expect(await ask('two', 'of two')).toMatchObject(answered(false));
    });
  });
});

describe('a key', () => {
  it('is kept for a day, then deleted, and its payments still are not recorded twice', async () => {
    expect(await ask('day', 'of a day')).toMatchObject(answered(false));
    const now = Date.now();
    await pruneBank(other, HB, new Date(now + DAY_MS - 60_000));
    expect(await ask('day', 'of a day')).toMatchObject(answered(true));
    await pruneBank(other, CD, new Date(now + DAY_MS + 60_000));
    expect(await ask('day', 'of a day')).toMatchObject(answered(true));
    expect(await pruneBank(other, HB, new Date(now + DAY_MS + 60_000))).toBeGreaterThan(0);
    expect(await ask('day', 'of a day')).toMatchObject({
      body: {
        data: {
          recordPayments: { recordedCount: 0, userErrors: [{ code: 'DUPLICATE_REFERENCE' }] },
        },
      },
    });
    expect(await ask('day', 'of another day')).toMatchObject(answered(false));
  });

  it('of many that are old goes too, in slices', async () => {
    await database.asSuperuser(`insert into facts.idempotency_keys
      select '${CD}', 'many-' || i, 'h', 1, now() - interval '25 hours' from generate_series(1, 2500) i`);
    expect(await pruneBank(other, CD, new Date())).toBe(2_500);
  });
});
