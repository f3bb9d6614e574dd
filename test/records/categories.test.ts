/** Each of the six categories is produced by what the platform does, with values before and after. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeDatabase, type Database } from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureSecret } from '../../lib/keys.ts';
import { paymentId } from '../../subgraphs/facts/domain/ids.ts';
import { pruneBank } from '../../subgraphs/facts/prune.ts';
import { bundleWith, committedBundle, entriesOf } from '../support/bundles.ts';
import { runCommand } from '../support/command.ts';
import { connectForTest } from '../support/connect.ts';
import { seedFacts } from '../support/facts.ts';
import { personalKeysOfRun } from '../support/personal-keys.ts';
import { bundleSigner, createSigner, signedPolicy, trustOf } from '../support/signing.ts';
import { type Stack, startStack } from '../support/stack.ts';

const HB = bankIdOf('HB');
const WEEK_AND_MORE_MS = 8 * 86_400_000;
const EVENTS = `query ($filter: AuditFilter!) { auditTrail(filter: $filter, first: 20) { edges { node {
  event { kind changes { name before after } } } } } }`;
const Trail = z.object({
  auditTrail: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          event: z.object({
            kind: z.string(),
            changes: z.array(
              z.object({
                name: z.string(),
                before: z.string().nullable(),
                after: z.string().nullable(),
              }),
            ),
          }),
        }),
      }),
    ),
  }),
});
const Elevation = z.object({
  requestElevation: z.object({ elevation: z.object({ id: z.string() }) }),
});

let folder: string;
let stack: Stack;
let db: Database;
let sign: (bundle: Uint8Array) => Promise<Uint8Array>;
let secretFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-categories-'));
  secretFile = await ensureSecret(folder, 'webhook');
  const alice = await createSigner({ subject: 'alice@bank' });
  sign = bundleSigner(alice);
  const { env } = await signedPolicy(folder);
  await writeFile(env.POLICY_BUNDLE_FILE, await sign(committedBundle()));
  await writeFile(env.POLICY_KEYS_FILE, trustOf(alice));
  stack = await startStack({ load: 'none', env, subgraphEnv: { AUDIT_BANKS: 'HB' } });
  await seedFacts(stack.database.appUrl);
  db = connectForTest(stack.database.appUrl);
});
afterAll(async () => {
  await closeDatabase(db);
  await stack.stop();
  await rm(folder, { recursive: true });
});

async function ask(role: string, query: string, variables: Record<string, unknown>) {
  const token = await stack.token(role, 'HB', undefined, `${role.toLowerCase()}@bank`);
  const { body } = await stack.ask(token, query, variables);
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body.data;
}

async function command(...args: readonly string[]) {
  const { code, stdout, stderr } = await runCommand([...args, '--bank', 'HB', '--json'], {
    ...{ APP_DATABASE_URL: stack.database.appUrl, WEBHOOK_SECRET_FILE: secretFile },
    PERSONAL_KEYS: personalKeysOfRun(),
  });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** What a category's entries are made by, in this order. */
const DOINGS: readonly (readonly [string, readonly string[], () => Promise<unknown>])[] = [
  [
    'CHANGE',
    ['PAYMENT_RECORDED reference: null → told'],
    () =>
      ask('SYSTEM', RECORD, {
        payments: [
          {
            ...{ reference: 'told', accountNumber: '1', minorUnits: 1, currency: 'CZK' },
            ...{ direction: 'DEBIT', channel: 'TRANSFER_OUT', valueDate: '2024-01-01' },
            ...{ counterpartyBank: 'YZ', counterpartyAccount: '77' },
          },
        ],
      }),
  ],
  [
    'SECURITY',
    [
      'ELEVATION_REQUESTED permission: null → pii:read',
      'ELEVATION_APPROVED approved_by: null → bank_admin@bank',
    ],
    async () => {
      const input = { permission: 'pii:read', minutes: 5, reason: 'case 12' };
      const { requestElevation } = Elevation.parse(await ask('ANALYST', REQUEST, { input }));
      await ask('BANK_ADMIN', APPROVE, { input: { id: requestElevation.elevation.id } });
    },
  ],
  [
    'POLICY',
    ['→ other'],
    async () => {
      const bundle = Buffer.from(await sign(await otherPolicy())).toString('base64');
      return ask('ADMIN', PUBLISH, { input: { bundle, reason: 'a test' } });
    },
  ],
  [
    'SYSTEM',
    ['WEBHOOK_ADDED url: null → https://bank.example/hook', 'WEBHOOK_ROTATED generation: 1 → 2'],
    async () => {
      const url = 'https://bank.example/hook';
      const added = await command('data', 'webhooks', 'add', '--url', url);
      const { id } = z.object({ id: z.string() }).parse(JSON.parse(added));
      await command('data', 'webhooks', 'rotate', '--id', id);
      await command('data', 'webhooks', 'remove', '--id', id);
    },
  ],
  [
    'ACCESS',
    ['SEALED_VALUES_OPENED'],
    async () => {
      const shown = await command('audit', 'changes', '--entity', paymentId(HB, 'told'));
      expect(JSON.parse(shown)).toMatchObject({
        changes: { counterparty_account: { before: null, after: '77', isErased: false } },
      });
    },
  ],
  [
    'LIFECYCLE',
    ['EVENTS_DELETED'],
    () => pruneBank(db, HB, new Date(Date.now() + WEEK_AND_MORE_MS)),
  ],
];

const RECORD = `mutation ($payments: [PaymentInput!]!) {
  recordPayments(input: { payments: $payments }, idempotencyKey: "k") { recordedCount } }`;
const REQUEST = `mutation ($input: RequestElevationInput!) {
  requestElevation(input: $input) { elevation { id } } }`;
const APPROVE = `mutation ($input: ApproveElevationInput!) {
  approveElevation(input: $input) { elevation { id } } }`;
const PUBLISH = `mutation ($input: PublishPolicyInput!) {
  publishPolicy(input: $input) { status { revision } userErrors { code } } }`;

async function otherPolicy(): Promise<Uint8Array> {
  const files = await entriesOf(committedBundle());
  const manifest = JSON.parse(files.get('.manifest')?.toString('utf8') ?? '');
  return bundleWith({ '.manifest': JSON.stringify({ ...manifest, revision: 'other' }) });
}

/** `KIND name: before → after` of each change; the kind alone of an event without any. */
async function told(category: string): Promise<readonly string[]> {
  const { auditTrail } = Trail.parse(await ask('AUDITOR', EVENTS, { filter: { category } }));
  return auditTrail.edges.flatMap(({ node: { event } }) => [
    event.kind,
    ...event.changes.map(
      ({ name, before, after }) => `${event.kind} ${name}: ${before} → ${after}`,
    ),
  ]);
}

test.each(DOINGS)('%s is told of %s', async (category, expected, doing) => {
  expect(await told(category)).toEqual([]);
  await doing();
  for (const line of expected) {
    await expect
      .poll(() => told(category), { timeout: 15_000 })
      .toContainEqual(expect.stringContaining(line));
  }
});

test('there is no seventh', async () => {
  const sdl = await readFile(new URL('../../schema/audit.graphql', import.meta.url), 'utf8');
  const [, values = ''] = /enum AuditCategory [^{]*\{([^}]*)\}/.exec(sdl) ?? [];
  const names = values.match(/^ +[A-Z]+$/gm)?.map((name) => name.trim());
  expect(names?.toSorted()).toEqual(DOINGS.map(([category]) => category).toSorted());
});
