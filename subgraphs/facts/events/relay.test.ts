/** Events of recorded payments reach the bank's webhooks, whatever fails on the way. */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  closeDatabase,
  type Database,
  type TenantTransaction,
  withTenant,
} from '../../../lib/db/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { sealingFor } from '../../../test/support/personal-keys.ts';
import { TELLER } from '../../../test/support/teller.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../../test/support/webhook-receiver.ts';
import { eventId, paymentId } from '../domain/ids.ts';
import { recordBatch } from '../domain/record-batch.ts';
import { pruneBank } from '../prune.ts';
import { addWebhook } from '../queries/add-webhook.ts';
import { listDeadLetters } from '../queries/list-dead-letters.ts';
import { replayDeadLetters } from '../queries/replay-dead-letters.ts';
import { rotateWebhook } from '../queries/rotate-webhook.ts';
import type { PaymentInput } from '../resolvers.generated.ts';
import { deliveries, outbox, webhooks } from '../tables.ts';
import { createRelay, type RelayOptions } from './relay.ts';
import { webhookSecret } from './secret.ts';
import { createSender, type Sender } from './send.ts';
import { verifyWebhook } from './signature.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const HOUR_MS = 3_600_000;
const MASTER = 'master-key';
const HOOK = '11111111-1111-4111-8111-111111111111';
const PATIENT = { timeout: 15_000 };
const never = new AbortController().signal;

let database: TestDatabase;
let db: Database;
let sender: Sender;
let receiver: WebhookReceiver;
let now: Date; // the relay's clock
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl, 6);
  sender = createSender({ rule: 'local', timeoutMs: 2_000 });
});
afterAll(async () => {
  await sender.close();
  await closeDatabase(db);
  await database.drop();
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  now = new Date(Date.now() + 1_000);
  await withTenant(db, HB, (tx) => addWebhook(tx, HB, { id: HOOK, url: receiver.url }));
});
afterEach(async () => {
  await receiver.close();
  for (const bank of [HB, CD]) await withTenant(db, bank, (tx) => tx.delete(webhooks));
});

function payment(reference: string, accountNumber = '1'): PaymentInput {
  return {
    ...{ reference, accountNumber, minorUnits: 100, currency: 'CZK' },
    ...{ direction: 'CREDIT', channel: 'CASH_DEPOSIT', valueDate: '1999-03-01' },
  };
}

function batchOf(payments: readonly PaymentInput[], bankId = HB) {
  const idempotencyKey = payments.map(({ reference }) => reference).join();
  return { bankId, idempotencyKey, payments, teller: TELLER };
}

async function record(payments: readonly PaymentInput[], bankId = HB): Promise<void> {
  const batch = batchOf(payments, bankId);
  await withTenant(db, bankId, async (tx) => recordBatch(tx, await sealingFor(tx, bankId), batch));
}

const relayBy = (change: Partial<RelayOptions> = {}) =>
  createRelay({
    ...{ database: db, masterKey: MASTER, send: sender.send, now: () => now },
    random: () => 1,
    ...change,
  });

/** Transactions of other databases count too, and other tests have some at any moment. */
async function deliver(bankId = HB): Promise<boolean> {
  await expect.poll(() => withTenant(db, bankId, countHeldBack), PATIENT).toBe(0);
  return relayBy().deliverDue(bankId, never);
}

const countHeldBack = (tx: TenantTransaction) =>
  tx.$count(
    deliveries,
    sql`${deliveries.batch} >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      and ${deliveries.batch} < pg_snapshot_xmax(pg_current_snapshot())::text::bigint`,
  );

const text = z.string();
const Event = z.object({
  ...{ id: text, type: text, bank_id: text, payment_id: text },
  recorded_at: z.iso.datetime(),
});
const received = () => receiver.received.map(({ body }) => Event.parse(JSON.parse(body)));
const ids = (...references: string[]) => references.map((one) => paymentId(HB, one));
const receivedPayments = () => received().map(({ payment_id }) => payment_id);
const waiting = () => withTenant(db, HB, (tx) => tx.$count(deliveries));

describe('a recorded payment', () => {
  it('is told to the webhook once, with ids only, and signed', async () => {
    await record([payment('told')]);
    await deliver();
    await deliver();
    const [payment_id = ''] = ids('told');
    expect(received()).toEqual([
      {
        ...{ id: eventId(payment_id), type: 'payment.recorded', bank_id: HB, payment_id },
        recorded_at: expect.any(String),
      },
    ]);
    const secret = webhookSecret(MASTER, { bankId: HB, webhookId: HOOK, generation: 1 });
    const { signature: header = '', body = '' } = receiver.received[0] ?? {};
    const seconds = Math.floor(now.getTime() / 1_000);
    expect(verifyWebhook({ header, body, secret, now: seconds })).toBe('good');
    expect(await waiting()).toBe(0);
  });

  it('that was rolled back is not', async () => {
    const batch = batchOf([payment('rolled back')]);
    const recording = withTenant(db, HB, async (tx) => {
      await recordBatch(tx, await sealingFor(tx, HB), batch);
      throw new Error('rolled back');
    });
    await expect(recording).rejects.toThrow('rolled back');
    await record([payment('seed-0')]).catch(() => undefined);
    await deliver();
    expect(received()).toEqual([]);
  });

  it("is told to no other bank's webhook", async () => {
    const other = { id: HOOK, url: `${receiver.url}/of-cd` };
    await withTenant(db, CD, (tx) => addWebhook(tx, CD, other));
    await record([payment('ours')]);
    await record([payment('theirs')], CD);
    await deliver();
    await deliver(CD);
    const paths = received().map(({ bank_id }, at) => [bank_id, receiver.received[at]?.path]);
    expect(paths).toEqual([
      [HB, '/hook'],
      [CD, '/hook/of-cd'],
    ]);
  });

  it('is told under both secrets for a day after they change', async () => {
    await withTenant(db, HB, (tx) => rotateWebhook(tx, HB, { id: HOOK, now }));
    await record([payment('rotated')]);
    await deliver();
    const { signature: header = '', body = '' } = receiver.received[0] ?? {};
    for (const generation of [1, 2]) {
      const secret = webhookSecret(MASTER, { bankId: HB, webhookId: HOOK, generation });
      const seconds = Math.floor(now.getTime() / 1_000);
      expect(verifyWebhook({ header, body, secret, now: seconds })).toBe('good');
    }
  });
});

describe('the order', () => {
  it('of an account is kept through hundreds of events and a failure, others do not wait for it', async () => {
    const batch = Array.from({ length: 250 }, (_, i) => payment(`row-${i}`, i % 2 ? '2' : '1'));
    await record(batch);
    const failing = paymentId(HB, 'row-7');
    receiver.answer(({ body }) => (body.includes(failing) ? 503 : 200));
    while (await deliver());
    const of = (rest: number) =>
      ids(...batch.flatMap((one, i) => (i % 2 === rest ? one.reference : [])));
    const seen = (rest: number) => receivedPayments().filter((id) => of(rest).includes(id));
    expect(seen(0)).toEqual(of(0));
    expect(seen(1)).toEqual(of(1).slice(0, 4));
    receiver.answer(() => 200);
    await deliver();
    expect(seen(1)).toEqual(of(1).slice(0, 4));
    now = new Date(now.getTime() + 1_001);
    while (await deliver());
    expect(seen(1)).toEqual([...of(1).slice(0, 4), ...of(1).slice(3)]);
    expect(await waiting()).toBe(0);
  });

  it('is that of transactions: what another could still come before is held back until it ends', async () => {
    const first = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const batch = batchOf([payment('first')]);
    const recordingFirst = withTenant(db, HB, async (tx) => {
      await recordBatch(tx, await sealingFor(tx, HB), batch);
      begun.resolve();
      await first.promise;
    });
    await begun.promise;
    await record([payment('second')]);
    await relayBy().deliverDue(HB, never);
    expect(received()).toEqual([]);
    first.resolve();
    await recordingFirst;
    await deliver();
    expect(receivedPayments()).toEqual(ids('first', 'second'));
  });

  it('of rows restored from another server, whose transactions had higher numbers, holds nothing back', async () => {
    await record([payment('restored')]);
    for (const table of ['outbox', 'deliveries']) {
      await database.asSuperuser(`update facts.${table} set batch = batch + 1000000000`);
    }
    await relayBy().deliverDue(HB, never);
    expect(receivedPayments()).toEqual(ids('restored'));
  });
});

describe('several relays', () => {
  it('deliver each event once between them, in order', async () => {
    const batch = Array.from({ length: 120 }, (_, i) => payment(`shared-${i}`, i % 2 ? '2' : '1'));
    await record(batch);
    const relays = Array.from({ length: 4 }, () => relayBy());
    for (;;) {
      await expect.poll(() => withTenant(db, HB, countHeldBack), PATIENT).toBe(0);
      const more = await Promise.all(relays.map((relay) => relay.deliverDue(HB, never)));
      if (!more.includes(true) && (await waiting()) === 0) break;
    }
    const seen = receivedPayments();
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
  });

  it('leave a webhook to the one that has it, until its lease is over', async () => {
    await record([payment('leased')]);
    const stuck = Promise.withResolvers<void>();
    const dying = relayBy({
      send: async () => {
        stuck.resolve();
        return new Promise(() => undefined);
      },
    });
    await expect.poll(() => withTenant(db, HB, countHeldBack), PATIENT).toBe(0);
    void dying.deliverDue(HB, never);
    await stuck.promise;
    await deliver();
    expect(received()).toEqual([]);
    now = new Date(now.getTime() + 30_001);
    await deliver();
    expect(receivedPayments()).toEqual(ids('leased'));
  });
});

describe('what a webhook does not take', () => {
  const dead = () => withTenant(db, HB, (tx) => listDeadLetters(tx, HB, 10));

  it('becomes a dead letter after twenty attempts, and comes when it is replayed', async () => {
    await record([payment('refused'), payment('behind')]);
    const [refused = ''] = ids('refused');
    receiver.answer(({ body }) => (body.includes(refused) ? 500 : 200));
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await dead()).toEqual([]);
      await deliver();
      now = new Date(now.getTime() + 1_000 * 2 ** Math.min(attempt, 13));
    }
    expect(receivedPayments()).toEqual(Array.from({ length: 20 }, () => refused));
    expect(await dead()).toMatchObject([
      { paymentId: refused, attempts: 20, reason: 'STATUS_500', url: receiver.url },
    ]);
    await deliver();
    expect(receivedPayments().at(-1)).toBe(ids('behind')[0]);

    receiver.answer(() => 200);
    expect(await withTenant(db, HB, (tx) => replayDeadLetters(tx, HB, 10))).toBe(1);
    expect(await dead()).toEqual([]);
    await deliver();
    expect(receivedPayments().at(-1)).toBe(refused);
    expect(await waiting()).toBe(0);
  });

  it('is given up after a day and kept for a week more, its event with it', async () => {
    await record([payment('week')]);
    receiver.answer(() => 500);
    await deliver();
    now = new Date(now.getTime() + 24 * HOUR_MS);
    await deliver();
    const hoursOn = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);
    await pruneBank(db, HB, hoursOn(7 * 24 - 1));
    expect(await dead()).toHaveLength(1);
    await pruneBank(db, HB, hoursOn(7 * 24 + 1));
    expect(await dead()).toEqual([]);
    expect(await withTenant(db, HB, (tx) => tx.$count(outbox))).toBe(0);
  });
});
