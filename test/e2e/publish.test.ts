import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleWith, committedBundle, entriesOf } from '../support/bundles.ts';
import { runCommand } from '../support/command.ts';
import { bundleSigner, createSigner, signedPolicy, trustOf } from '../support/signing.ts';
import { type Stack, startStack } from '../support/stack.ts';

const BANK = 'HB';
const STATUS = '{ policyStatus { revision serial signer lastRefusal { reason } } }';
const PUBLISH = `mutation ($input: PublishPolicyInput!) {
  publishPolicy(input: $input) { status { revision signer } userErrors { code field } }
}`;
const EVENTS = `{ auditTrail(filter: { category: POLICY }, first: 10) { edges { node {
  subject event { kind details { name value } } } } } }`;
const METRICS = '{ describe(metric: PAYMENT_AMOUNT) { count } }';

let stack: Stack;
let folder: string;
let sign: (bundle: Uint8Array) => Promise<Uint8Array>;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-publish-'));
  const alice = await createSigner({ subject: 'alice@bank' });
  sign = bundleSigner(alice);
  const { env } = await signedPolicy(folder);
  file = env.POLICY_BUNDLE_FILE;
  await writeFile(file, await sign(committedBundle()));
  await writeFile(env.POLICY_KEYS_FILE, trustOf(alice));
  const candidate = join(folder, 'candidate.tar.gz');
  await writeFile(candidate, await sign(await changed('candidate', withoutAudit)));
  stack = await startStack({
    env: { ...env, POLICY_SHADOW_FILE: candidate, POLICY_POLL_SECONDS: '0.1' },
  });
});

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

const admin = (subject = 'bob@bank') => stack.token('ADMIN', BANK, undefined, subject);

const withoutAudit = (role: string, held: readonly string[]) =>
  role === 'AUDITOR' ? held.filter((each) => each !== 'audit:read') : held;

/** The committed policy under another name, with roles changed. */
async function changed(
  revision: string,
  permissionsOf: (role: string, held: readonly string[]) => readonly string[] = (_role, held) =>
    held,
): Promise<Uint8Array> {
  const files = await entriesOf(committedBundle());
  const text = (name: string) => files.get(name)?.toString('utf8') ?? '';
  const data: { roles: Record<string, { permissions: readonly string[] }> } = JSON.parse(
    text('data.json'),
  );
  const roles = Object.fromEntries(
    Object.entries(data.roles).map(([role, rest]) => [
      role,
      { ...rest, permissions: permissionsOf(role, rest.permissions) },
    ]),
  );
  return bundleWith({
    'data.json': JSON.stringify({ ...data, roles }),
    '.manifest': JSON.stringify({ ...JSON.parse(text('.manifest')), revision }),
  });
}

async function publish(
  token: string,
  archive: Uint8Array,
  more: { readonly reason?: string; readonly replaces?: string } = {},
) {
  const input = { bundle: Buffer.from(archive).toString('base64'), reason: 'a test', ...more };
  const { body } = await stack.ask(token, PUBLISH, { input });
  return body;
}

async function inForce(): Promise<string> {
  const { body } = await stack.ask(await admin(), STATUS);
  return body.data.policyStatus.revision;
}

describe('publishing a policy', () => {
  test('takes a signer and an approver, is in force at once, in the trail and at the source', async () => {
    const analyst = await stack.token('ANALYST', BANK);
    expect((await stack.ask(analyst, METRICS)).status).toBe(200);

    const archive = await sign(
      await changed('without-metrics', (role, held) =>
        role === 'ANALYST' ? held.filter((each) => each !== 'metrics:read') : held,
      ),
    );
    const { data } = await publish(await admin(), archive, { reason: 'ticket 812' });
    expect(data.publishPolicy).toEqual({
      status: { revision: 'without-metrics', signer: 'alice@bank' },
      userErrors: [],
    });

    expect((await stack.ask(analyst, METRICS)).status).toBe(403);
    expect(Buffer.compare(await readFile(file), archive)).toBe(0);
    const { body } = await stack.ask(await admin(), EVENTS);
    const [newest] = body.data.auditTrail.edges;
    const details = Object.fromEntries(
      newest.node.event.details.map((each: { name: string; value: string }) => [
        each.name,
        each.value,
      ]),
    );
    expect(newest.node).toMatchObject({
      subject: 'bob@bank',
      event: { kind: 'POLICY_PUBLISHED' },
    });
    expect(details).toMatchObject({
      signer: 'alice@bank',
      approver: 'bob@bank',
      reason: 'ticket 812',
      revision: 'without-metrics',
    });
  });

  test('whoever signed it can not approve it', async () => {
    const before = await inForce();
    const { data } = await publish(await admin('alice@bank'), await sign(await changed('own')));
    expect(data.publishPolicy.userErrors).toEqual([{ code: 'SAME_PERSON', field: 'input.bundle' }]);
    expect(await inForce()).toBe(before);
  });

  test.each(['ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'])('%s may not publish', async (role) => {
    const before = await inForce();
    const answer = await publish(await stack.token(role, BANK), await sign(await changed(role)));
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(await inForce()).toBe(before);
  });

  const bundles: readonly (readonly [string, () => Promise<Uint8Array>, string])[] = [
    ['unsigned', async () => changed('unsigned'), 'UNSIGNED'],
    [
      'signed by somebody unknown',
      async () => bundleSigner(await createSigner())(await changed('unknown')),
      'WRONG_KEY',
    ],
    ['no bundle', async () => Buffer.from('hello'), 'UNREADABLE'],
    ['nothing', async () => Buffer.alloc(0), 'INVALID_BUNDLE'],
  ];
  test.each(bundles)('one that is %s is refused by name', async (_name, make, code) => {
    const before = await inForce();
    const { data } = await publish(await admin(), await make());
    expect(data.publishPolicy.userErrors).toEqual([{ code, field: 'input.bundle' }]);
    expect(await inForce()).toBe(before);
  });

  test('an older signature is refused, and the status says so', async () => {
    const older = await sign(await changed('older'));
    await publish(await admin(), await sign(await changed('newer')));
    const { data } = await publish(await admin(), older);
    expect(data.publishPolicy.userErrors).toEqual([{ code: 'ROLLED_BACK', field: 'input.bundle' }]);
    const { body } = await stack.ask(await admin(), STATUS);
    expect(body.data.policyStatus).toMatchObject({
      revision: 'newer',
      lastRefusal: { reason: 'rolled_back' },
    });
  });

  test('one that was meant to replace another is not published', async () => {
    const before = await inForce();
    const archive = await sign(await changed('meant-for-another'));
    const { data } = await publish(await admin(), archive, { replaces: 'long-gone' });
    expect(data.publishPolicy.userErrors).toEqual([
      { code: 'REPLACES_ANOTHER', field: 'input.replaces' },
    ]);
    const again = await publish(await admin(), archive, { replaces: before });
    expect(again.data.publishPolicy.status.revision).toBe('meant-for-another');
  });

  test.each(['', '  ', 'x'.repeat(501)])('a reason is asked for (%#)', async (reason) => {
    const { data } = await publish(await admin(), await sign(await changed('why')), { reason });
    expect(data.publishPolicy.userErrors[0].code).toBe('INVALID_REASON');
  });
});

describe('a candidate in the shadow', () => {
  const SHADOW = `{ policyStatus { shadow { state revision operations
    differences { role coordinate from to operationName count } } } }`;
  const shadowOf = async (bank: string) => {
    const { body } = await stack.ask(await stack.token('ADMIN', bank), SHADOW);
    return body.data.policyStatus.shadow;
  };

  test('shows what it would change for the own bank, and changes nothing', async () => {
    await expect
      .poll(() => shadowOf(BANK), { timeout: 30_000 })
      .toMatchObject({
        state: 'running',
        revision: 'candidate',
      });
    const auditor = await stack.token('AUDITOR', BANK);
    const { status, body } = await stack.ask(
      auditor,
      'query Trail { auditTrail(first: 1) { edges { cursor } } }',
    );
    expect([status, body.errors]).toEqual([200, undefined]);
    await expect
      .poll(async () => (await shadowOf(BANK)).differences, { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          {
            role: 'AUDITOR',
            coordinate: 'Query.auditTrail',
            from: 'allow',
            to: 'deny',
            operationName: 'Trail',
            count: 1,
          },
        ]),
      );
    expect((await shadowOf('AB')).differences).toEqual([]);
  });
});

describe('payscope policy', () => {
  test('publishes and tells the status, with exit codes', async () => {
    const signed = join(folder, 'signed.tar.gz');
    const tokenFile = join(folder, 'token');
    await writeFile(signed, await sign(await changed('by-command')));
    await writeFile(tokenFile, await admin());
    const gateway = ['--url', stack.url, '--token-file', tokenFile];

    const published = await runCommand(
      ['policy', 'publish', signed, '--reason', 'a test', ...gateway],
      {},
    );
    expect(published.code).toBe(0);
    const status = await runCommand(['policy', 'status', '--json', ...gateway], {});
    expect(JSON.parse(status.stdout)).toMatchObject({
      revision: 'by-command',
      signer: 'alice@bank',
    });

    await writeFile(tokenFile, await admin('alice@bank'));
    await writeFile(signed, await sign(await changed('by-one-person')));
    const refused = await runCommand(
      ['policy', 'publish', signed, '--reason', 'a test', '--json', ...gateway],
      {},
    );
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout).userErrors[0].code).toBe('SAME_PERSON');
  });

  test('without a gateway or a token it says what to do', async () => {
    const nobody = await runCommand(['policy', 'status'], {});
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('PAYSCOPE_TOKEN')]);
    const nowhere = await runCommand(['policy', 'status', '--url', 'http://127.0.0.1:1'], {
      PAYSCOPE_TOKEN: 'x',
    });
    expect([nowhere.code, nowhere.stderr]).toEqual([3, expect.stringContaining('--url')]);
  });
});
