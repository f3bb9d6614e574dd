/** What runs beside the requests: events go out by themselves, old keys go by themselves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureSecret } from '../../lib/keys.ts';
import { createLog } from '../../lib/log.ts';
import type { Background } from '../../lib/subgraph/index.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { sealingFor } from '../../test/support/personal-keys.ts';
import { TELLER } from '../../test/support/teller.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts';
import { startBackgroundBy } from './background.ts';
import type { FactsConfig } from './config.ts';
import { recordBatch } from './domain/record-batch.ts';
import { addWebhook } from './queries/add-webhook.ts';
import type { PaymentInput } from './resolvers.generated.ts';
import { deliveries, idempotencyKeys } from './tables.ts';

const HB = bankIdOf('HB');
const HOUR_MS = 3_600_000;

let dir: string;
let database: TestDatabase;
let db: Database;
let receiver: WebhookReceiver;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-background-'));
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl, 4);
  receiver = await startWebhookReceiver();
  const id = '11111111-1111-4111-8111-111111111111';
  await withTenant(db, HB, (tx) => addWebhook(tx, HB, { id, url: receiver.url }));
});
afterAll(async () => {
  await receiver.close();
  await closeDatabase(db);
  await database.drop();
  await rm(dir, { recursive: true });
});

async function start(
  change: Partial<FactsConfig>,
  now: () => Date = () => new Date(),
  count: Parameters<ReturnType<typeof startBackgroundBy>>[0]['count'] = () => undefined,
): Promise<Background> {
  const log = createLog({ name: 'test', level: 'silent' });
  // What a transaction of another test holds back comes with a later round.
  return startBackgroundBy(
    { now, random: () => 0.5, deliverEveryMs: 20 },
    change,
  )({
    database: db,
    log,
    count,
  });
}

async function record(reference: string): Promise<void> {
  const payment: PaymentInput = {
    ...{ reference, accountNumber: '1', minorUnits: 100, currency: 'CZK' },
    ...{ direction: 'CREDIT', channel: 'CASH_DEPOSIT', valueDate: '1999-03-01' },
  };
  const batch = { bankId: HB, idempotencyKey: reference, payments: [payment], teller: TELLER };
  await withTenant(db, HB, async (tx) => recordBatch(tx, await sealingFor(tx, HB), batch));
}

const delivering = async (): Promise<Partial<FactsConfig>> => ({
  WEBHOOK_SECRET_FILE: await ensureSecret(dir, 'webhook'),
  WEBHOOK_ADDRESSES: 'local',
});
const count = () => receiver.received.length;
const keys = () => withTenant(db, HB, (tx) => tx.$count(idempotencyKeys));

describe('events', () => {
  it('go out as soon as they are said to be there', async () => {
    const background = await start(await delivering());
    const before = count();
    await record('said');
    background.changed(HB);
    await expect.poll(count, { timeout: 15_000 }).toBe(before + 1);
    await background.stop();
  });

  it('are counted as delivered, with how late they were', async () => {
    const counted: unknown[] = [];
    const tenLater = () => new Date(Date.now() + 10_000);
    const background = await start(await delivering(), tenLater, (name, labels, by) =>
      counted.push([name, labels, by === undefined ? 1 : Math.floor(by / 10)]),
    );
    const before = count();
    await record('counted');
    background.changed(HB);
    await expect.poll(count, { timeout: 15_000 }).toBe(before + 1);
    await background.stop();
    expect(counted).toEqual([
      ['payscope_webhook_deliveries_total', { outcome: 'delivered' }, 1],
      ['payscope_webhook_lag_seconds_total', {}, 1],
    ]);
  });

  it.each([
    ['failed', 0],
    ['dead', 25 * HOUR_MS],
  ])('that no webhook took are counted as %s', async (outcome, laterMs) => {
    const counted: unknown[] = [];
    const later = () => new Date(Date.now() + laterMs);
    receiver.answer(() => 500);
    const background = await start(await delivering(), later, (name, labels) =>
      counted.push([name, labels]),
    );
    await record(`not taken, ${outcome}`);
    background.changed(HB);
    const expected = ['payscope_webhook_deliveries_total', { outcome }];
    await expect.poll(() => counted, { timeout: 15_000 }).toContainEqual(expected);
    await background.stop();
    receiver.answer(() => 200);
    await withTenant(db, HB, (tx) => tx.delete(deliveries));
  });

  it('of a bank that is configured go out from the start', async () => {
    const before = count();
    await record('waiting');
    const background = await start({ ...(await delivering()), EVENT_BANKS: 'CD,HB' });
    await expect.poll(count, { timeout: 15_000 }).toBe(before + 1);
    await background.stop();
  });

  it('stay where no key for signatures is configured, and after the end', async () => {
    const before = count();
    const background = await start({ EVENT_BANKS: 'HB' });
    await record('kept');
    background.changed(HB);
    await background.stop();
    const looks = { at: 0 };
    const ended = await start(await delivering(), () => {
      looks.at += 1;
      return new Date();
    });
    await ended.stop();
    ended.changed(HB);
    expect(looks.at).toBe(0);
    expect(count()).toBe(before);
    expect(await withTenant(db, HB, (tx) => tx.$count(deliveries))).toBe(1);
  });
});

it('keys older than a day go when the process starts', async () => {
  await record('old');
  expect(await keys()).toBeGreaterThan(0);
  const later = () => new Date(Date.now() + 25 * HOUR_MS);
  const background = await start({ EVENT_BANKS: 'HB' }, later);
  await expect.poll(keys).toBe(0);
  await background.stop();
});
