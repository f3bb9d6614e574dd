/** `payscope data webhooks`, `dead-letters` and `replay-dead-letters`, on a real database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureSecret, loadSecret } from '../../lib/keys.ts';
import { accountId, eventId, paymentId } from '../../subgraphs/facts/domain/ids.ts';
import { webhookSecret } from '../../subgraphs/facts/events/secret.ts';
import { buryDelivery } from '../../subgraphs/facts/queries/bury-delivery.ts';
import { recordEvents } from '../../subgraphs/facts/queries/record-events.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { run } from '../main.ts';

const HB = bankIdOf('HB');
const URL = 'https://bank.example/hook';

let database: TestDatabase;
let db: Database;
let dir: string;
let secretFile: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-events-'));
  secretFile = await ensureSecret(dir, 'webhook');
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  db = connectForTest(database.appUrl);
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
  await rm(dir, { recursive: true });
});

async function data(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args: ['data', ...args],
    environment: {
      NODE_ENV: 'development',
      NO_COLOR: '1',
      APP_DATABASE_URL: database.appUrl,
      WEBHOOK_SECRET_FILE: secretFile,
    },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout, stderr };
}

async function added(url: string): Promise<{ readonly id: string; readonly secret: string }> {
  const { stdout } = await data('webhooks', 'add', '--bank', 'HB', '--url', url, '--json');
  return JSON.parse(stdout);
}

it('a webhook is added with its secret, rotated, listed for its bank alone, and removed', async () => {
  const { id, secret } = await added(URL);
  const masterKey = await loadSecret(secretFile);
  expect(secret).toBe(webhookSecret(masterKey, { bankId: HB, webhookId: id, generation: 1 }));
  const rotated = await data('webhooks', 'rotate', '--bank', 'HB', '--id', id, '--json');
  expect(JSON.parse(rotated.stdout)).toEqual({
    id,
    secret: webhookSecret(masterKey, { bankId: HB, webhookId: id, generation: 2 }),
  });
  const listed = await data('webhooks', 'list', '--bank', 'HB');
  expect(listed.stdout).toBe(`${id}  ${URL}  0 waiting, 0 dead\n`);
  expect((await data('webhooks', 'list', '--bank', 'CD')).stdout).toBe('');
  expect(await data('webhooks', 'remove', '--bank', 'CD', '--id', id)).toMatchObject({ exit: 2 });
  expect(await data('webhooks', 'remove', '--bank', 'HB', '--id', id)).toMatchObject({ exit: 0 });
  expect((await data('webhooks', 'list', '--bank', 'HB')).stdout).toBe('');
});

it.each([
  ['no https', 'http://bank.example/'],
  ['an address inside', 'https://10.0.0.1/'],
])('a webhook with %s is refused', async (_, url) => {
  const refused = await data('webhooks', 'add', '--bank', 'HB', '--url', url);
  expect(refused).toMatchObject({ exit: 2, stdout: '' });
  expect(refused.stderr).toContain('--url');
});

it('dead letters are listed with their reason, and put back', async () => {
  const { id: webhookId } = await added(`${URL}/dead`);
  const payment = paymentId(HB, 'seed-0');
  const event = { id: eventId(payment), accountId: accountId(HB, '1'), paymentId: payment };
  const burial = { webhookId, eventId: event.id, attempts: 20, reason: 'STATUS_500' };
  await withTenant(db, HB, (tx) => recordEvents(tx, HB, [event]));
  await withTenant(db, HB, (tx) => buryDelivery(tx, HB, { ...burial, diedAt: new Date() }));

  expect((await data('dead-letters', '--bank', 'CD')).stdout).toBe('There are no dead letters.\n');
  const listed = await data('dead-letters', '--bank', 'HB', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { eventId: event.id, paymentId: payment, url: `${URL}/dead`, reason: 'STATUS_500' },
  ]);
  expect((await data('dead-letters', '--bank', 'HB')).stdout).toContain('STATUS_500, 20 attempts');
  const replayed = await data('replay-dead-letters', '--bank', 'HB', '--json');
  expect(JSON.parse(replayed.stdout)).toEqual({ replayed: 1 });
  expect((await data('webhooks', 'list', '--bank', 'HB')).stdout).toContain('1 waiting, 0 dead');
});
