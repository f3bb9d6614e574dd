/** Sources that fail, and restarts meanwhile: what was good stays good, and nothing older returns. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readGatewayConfig } from '../../gateway/config.ts';
import { type RunningGateway, startGateway } from '../../gateway/start.ts';
import { ConfigError } from '../../lib/config/index.ts';
import { createLog } from '../../lib/log.ts';
import { signBundle } from '../../workbench/sign.ts';
import { type BundleServer, startBundleServer } from '../support/bundle-server.ts';
import { bundleWith, committedBundle, entriesOf } from '../support/bundles.ts';
import { readMetric } from '../support/fixture-gateway.ts';
import { createSigner, type TestSigner, trustOf } from '../support/signing.ts';

let dir: string;
let alice: TestSigner;
let server: BundleServer;
const running: RunningGateway[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-delivery-'));
  alice = await createSigner();
  await writeFile(join(dir, 'trust.json'), trustOf(alice));
  server = await startBundleServer(await bundle(5));
});
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
  await server.close();
  await rm(dir, { recursive: true });
});

const HOUR_MS = 3_600_000;

async function bundle(serial: number, expiresInMs = HOUR_MS): Promise<Uint8Array> {
  const manifest = JSON.parse(String((await entriesOf(committedBundle())).get('.manifest')));
  const text = JSON.stringify({ ...manifest, revision: `r${serial}` });
  const signedAt = new Date(Date.now() - 2 * HOUR_MS);
  const expiresAt = new Date(Date.now() + expiresInMs);
  const signing = { signer: alice, serial, signedAt, expiresAt };
  return signBundle(await bundleWith({ '.manifest': text }), signing);
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
  const config = readGatewayConfig({
    PORT: '0',
    DATA_DIR: dir,
    SUPERGRAPH_FILE: 'schema/generated/supergraph.graphql',
    POLICY_BUNDLE_URL: server.url.href,
    POLICY_KEYS_FILE: join(dir, 'trust.json'),
    POLICY_POLL_SECONDS: '0',
    ...env,
  });
  const gateway = await startGateway(config, createLog({ name: 'delivery', level: 'silent' }));
  running.push(gateway);
  return gateway;
}

const revisionOf = (gateway: RunningGateway) => gateway.policies.current().revision;
const stop = async (gateway: RunningGateway) => {
  running.splice(running.indexOf(gateway), 1);
  await gateway.close();
};
const ready = async (gateway: RunningGateway) => {
  const response = await fetch(new URL('/health/ready', gateway.url));
  return { status: response.status, body: JSON.parse(await response.text()) };
};

const DOWN: Parameters<BundleServer['answer']>[0] = (_, response) => response.writeHead(503).end();

test('the source down at the first start: there is no policy, and no gateway', async () => {
  server.answer(DOWN);
  await expect(start()).rejects.toThrow(ConfigError);
  await expect(start()).rejects.toThrow(/^POLICY_BUNDLE_URL: .* answered 503/);
});

test('the source down at a later start: the last good policy is in force again', async () => {
  await stop(await start());
  server.answer(DOWN);
  const gateway = await start();
  expect(revisionOf(gateway)).toBe('r5');
  expect((await ready(gateway)).status).toBe(200);
  expect(
    await readMetric(gateway.url, 'payscope_policy_source_fetches_total', 'outcome="refused"'),
  ).toBe(1);
  server.answer(await bundle(6));
  expect(await gateway.reloadPolicy()).toMatchObject({ kind: 'accepted', swapped: true });
});

test.each([
  ['a lower serial', async () => bundle(4)],
  ['the same serial for something else', async () => bundle(5, 2 * HOUR_MS)],
])('after a restart the source has %s: the last good policy stays', async (_, older) => {
  await stop(await start());
  server.answer(await older());
  const gateway = await start();
  expect(revisionOf(gateway)).toBe('r5');
  expect(
    await readMetric(gateway.url, 'payscope_policy_bundle_refusals_total', 'kind="rolled_back"'),
  ).toBe(1);
});

test('the last good policy is verified again at every start', async () => {
  await stop(await start());
  server.answer(DOWN);
  await writeFile(join(dir, 'policy/last-good.tar.gz'), committedBundle());
  await expect(start()).rejects.toThrow(/last good one can't be used: .*no \.signatures\.json/);
});

test('an older bundle in its place does not pass for it', async () => {
  await stop(await start());
  server.answer(DOWN);
  await writeFile(join(dir, 'policy/last-good.tar.gz'), await bundle(4));
  await expect(start()).rejects.toThrow(/last good one can't be used: .*serial is 4/);
});

test('a damaged record of serials ends the start', async () => {
  await stop(await start());
  await writeFile(join(dir, 'policy/state.json'), '{"serial":');
  await expect(start()).rejects.toThrow(/^DATA_DIR: .*state\.json is damaged/);
});

test('a policy that expired while it was in force goes on deciding, says so, and survives a restart', async () => {
  const expired = await bundle(5, -HOUR_MS);
  await mkdir(join(dir, 'policy'));
  await writeFile(join(dir, 'policy/last-good.tar.gz'), expired);
  server.answer(expired);
  const gateway = await start();
  expect(revisionOf(gateway)).toBe('r5');
  expect(await ready(gateway)).toMatchObject({
    status: 200,
    body: { status: 'ready', checks: { bundle: 'expired' } },
  });
  expect(await readMetric(gateway.url, 'payscope_policy_bundle_expires_in_seconds')).toBeLessThan(
    0,
  );
  expect(
    await readMetric(gateway.url, 'payscope_policy_bundle_refusals_total', 'kind="stale"'),
  ).toBe(1);
  server.answer(await bundle(6));
  expect(await gateway.reloadPolicy()).toMatchObject({ kind: 'accepted' });
  expect(await ready(gateway)).toMatchObject({ body: { checks: { bundle: 'ok' } } });
});

test('an expired policy is nothing to begin with', async () => {
  server.answer(await bundle(5, -HOUR_MS));
  await expect(start()).rejects.toThrow(/expired/);
});

const TROUBLE: readonly (readonly [string, string, () => Parameters<BundleServer['answer']>[0]])[] =
  [
    ['is down', 'refused', () => DOWN],
    [
      'redirects',
      'redirected',
      () => (_, response) => response.writeHead(302, { location: '/other' }).end(),
    ],
    ['wants another token', 'unauthorized', () => (_, response) => response.writeHead(401).end()],
    ['has too much', 'too_large', () => Buffer.alloc(17 * 1024 * 1024)],
    ['breaks off', 'unreachable', () => (request) => request.socket.destroy()],
  ];

test.each(TROUBLE)(
  'a source that %s: the last good policy stays, counted as %s',
  async (_, outcome, trouble) => {
    const gateway = await start();
    server.answer(trouble());
    expect(await gateway.reloadPolicy()).toMatchObject({ kind: 'unavailable' });
    expect(revisionOf(gateway)).toBe('r5');
    expect(
      await readMetric(gateway.url, 'payscope_policy_source_fetches_total', `outcome="${outcome}"`),
    ).toBe(1);
  },
);

test('a revoked permission takes effect within 5 s of publishing, by a gateway that looks every 2 s', async () => {
  const gateway = await start({ POLICY_POLL_SECONDS: '2' });
  const swapped = Promise.withResolvers<void>();
  const swap = gateway.policies.current;
  server.answer(await bundle(6));
  const publishedAt = performance.now();
  const watch = (): void => {
    if (swap().revision === 'r6') swapped.resolve();
    else setImmediate(watch);
  };
  watch();
  await swapped.promise;
  expect(performance.now() - publishedAt).toBeLessThan(5_000);
  expect(server.requests[1]?.headers['if-none-match']).toMatch(/^"[0-9a-f]{64}"$/);
});
