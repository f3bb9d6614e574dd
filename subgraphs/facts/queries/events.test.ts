/** Queries of events name the bank themselves: where row-level security does not hold, they touch one bank. */
import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  type Database,
  type TenantTransaction,
  withTenant,
} from '../../../lib/db/index.ts';
import { type BankId, bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { accountId, eventId, paymentId } from '../domain/ids.ts';
import { deadLetters, deliveries, outbox, webhooks } from '../tables.ts';
import { addWebhook } from './add-webhook.ts';
import { buryDelivery } from './bury-delivery.ts';
import { endDeliveries } from './end-deliveries.ts';
import { leaseWebhook } from './lease-webhook.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { listDueDeliveries } from './list-due-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { postponeDelivery } from './postpone-delivery.ts';
import { pruneDeadLetters } from './prune-dead-letters.ts';
import { pruneOutbox } from './prune-outbox.ts';
import { recordEvents } from './record-events.ts';
import { releaseWebhook } from './release-webhook.ts';
import { removeWebhook } from './remove-webhook.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';
import { rotateWebhook } from './rotate-webhook.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
/** The same id in both banks: ids alone tell them apart nowhere. */
const HOOK = '11111111-1111-4111-8111-111111111111';
const LEASE = '22222222-2222-4222-8222-222222222222';
const OTHER = '33333333-3333-4333-8333-333333333333';

let database: TestDatabase;
/** As the superuser, whom no policy binds. */
let unbound: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  unbound = connectForTest(database.adminUrl);
  for (const bank of [HB, CD]) {
    await withTenant(unbound, bank, (tx) => addWebhook(tx, bank, { id: HOOK, url: 'https://x/' }));
  }
  for (const bank of [HB, CD]) {
    await withTenant(unbound, bank, (tx) => recordEvents(tx, bank, eventsOf(bank)));
    const { id: dead = '' } = eventsOf(bank)[2] ?? {};
    await withTenant(unbound, bank, (tx) => buryDelivery(tx, bank, burying(dead)));
  }
});
afterAll(async () => {
  await closeDatabase(unbound);
  await database.drop();
});

const eventsOf = (bank: BankId) =>
  ['seed-0', 'seed-1', 'seed-2'].map((reference) => {
    const payment = paymentId(bank, reference);
    return { id: eventId(payment), paymentId: payment, accountId: accountId(bank, '1') };
  });
const idsOf = (bank: BankId) => eventsOf(bank).map(({ id }) => id);
const now = new Date('2200-01-01T00:00:00Z');
const burying = (id: string) => ({
  ...{ webhookId: HOOK, eventId: id, attempts: 1, reason: 'X', diedAt: new Date('2000-01-01') },
});
const lease = { leaseId: LEASE, now, until: now, except: [] };

async function rowsOf(bank: BankId) {
  const all = await withTenant(unbound, bank, async (tx) => [
    ...(await tx.select().from(outbox).orderBy(asc(outbox.id))),
    ...(await tx.select().from(webhooks)),
    ...(await tx.select().from(deliveries).orderBy(asc(deliveries.eventId))),
    ...(await tx.select().from(deadLetters)),
  ]);
  return all.filter(({ bankId }) => bankId === bank);
}

type Work = (tx: TenantTransaction) => Promise<unknown>;

/** Each for CD, with ids of HB where it takes any. */
const CHANGES: readonly (readonly [string, Work])[] = [
  ['leaseWebhook', (tx) => leaseWebhook(tx, CD, lease)],
  ['releaseWebhook', (tx) => releaseWebhook(tx, CD, { webhookId: HOOK, leaseId: LEASE })],
  ['rotateWebhook', (tx) => rotateWebhook(tx, CD, { id: HOOK, now })],
  ['endDeliveries', (tx) => endDeliveries(tx, CD, { webhookId: HOOK, eventIds: idsOf(HB) })],
  [
    'postponeDelivery',
    (tx) => {
      const [id = ''] = idsOf(HB);
      return postponeDelivery(tx, CD, { webhookId: HOOK, eventId: id, attempts: 9, dueAt: now });
    },
  ],
  ['buryDelivery', (tx) => buryDelivery(tx, CD, burying(idsOf(HB)[0] ?? ''))],
  ['replayDeadLetters', (tx) => replayDeadLetters(tx, CD, 100)],
  ['pruneDeadLetters', (tx) => pruneDeadLetters(tx, CD, { before: now, limit: 100 })],
  ['removeWebhook', (tx) => removeWebhook(tx, CD, HOOK)],
  ['pruneOutbox', (tx) => pruneOutbox(tx, CD, { before: now, limit: 100 })],
];

describe('without row-level security', () => {
  it('each bank has its own events and no delivery of the other', async () => {
    const listed = async () => {
      const due = await withTenant(unbound, CD, (tx) =>
        listDueDeliveries(tx, CD, { webhookId: HOOK, now, limit: 100 }),
      );
      return due.map(({ eventId: id }) => id);
    };
    // Held back while a transaction of another test runs.
    await expect.poll(listed, { timeout: 15_000 }).toEqual(idsOf(CD).slice(0, 2));
    const dead = await withTenant(unbound, CD, (tx) => listDeadLetters(tx, CD, 100));
    expect(dead.map(({ eventId: id }) => id)).toEqual(idsOf(CD).slice(2));
    const hooks = await withTenant(unbound, CD, (tx) => listWebhooks(tx, CD));
    expect(hooks).toMatchObject([{ waiting: 2, dead: 1 }]);
  });

  it.each(CHANGES)('%s changes no row of another bank', async (_, work) => {
    const before = await rowsOf(HB);
    expect(before).toHaveLength(3 + 1 + 2 + 1);
    await withTenant(unbound, CD, work);
    expect(await rowsOf(HB)).toEqual(before);
  });

  it('a lease is given back by nobody else', async () => {
    await withTenant(unbound, HB, (tx) => leaseWebhook(tx, HB, lease));
    await withTenant(unbound, HB, (tx) =>
      releaseWebhook(tx, HB, { webhookId: HOOK, leaseId: OTHER }),
    );
    const [hook] = await rowsOf(HB).then((rows) => rows.filter((row) => 'leaseId' in row));
    expect(hook).toMatchObject({ leaseId: LEASE });
  });
});
