/** What the gateway does not start without: it says what is wrong, and serves nothing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start.ts';
import { ConfigError } from '../../lib/config/index.ts';
import { createLog } from '../../lib/log.ts';
import { bundleWith } from '../support/bundles.ts';
import { type SignedPolicy, signedPolicy } from '../support/signing.ts';

const SUPERGRAPH = 'schema/generated/supergraph.graphql';

const BROKEN = [
  ['no-data', { 'data.json': undefined }],
  ['no-wasm', { 'policy.wasm': undefined }],
  ['bad-wasm', { 'policy.wasm': 'garbage' }],
] as const;

let dir: string;
let policy: SignedPolicy['env'];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-start-'));
  await writeFile(join(dir, 'garbage'), 'garbage');
  await writeFile(join(dir, 'cut.graphql'), (await readFile(SUPERGRAPH, 'utf8')).slice(0, 5_000));
  const { env, sign } = await signedPolicy(dir);
  policy = env;
  for (const [name, changes] of BROKEN) {
    await writeFile(join(dir, `${name}.tar.gz`), await sign(await bundleWith(changes)));
  }
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const start = (env: Readonly<Record<string, string>>) =>
  startGateway(
    readGatewayConfig({ PORT: '0', DATA_DIR: dir, SUPERGRAPH_FILE: SUPERGRAPH, ...policy, ...env }),
    createLog({ name: 'start', level: 'silent' }),
  );

const FAILURES: readonly (readonly [
  string,
  (dir: string) => Readonly<Record<string, string>>,
  RegExp,
])[] = [
  ['the hop key missing', (at) => ({ HOP_KEY_FILE: join(at, 'none') }), /^HOP_KEY_FILE: /],
  ['a hop key that is none', (at) => ({ HOP_KEY_FILE: join(at, 'garbage') }), /^HOP_KEY_FILE: /],
  ['the supergraph missing', (at) => ({ SUPERGRAPH_FILE: join(at, 'none') }), /^SUPERGRAPH_FILE: /],
  [
    'a supergraph that is none',
    (at) => ({ SUPERGRAPH_FILE: join(at, 'garbage') }),
    /^SUPERGRAPH_FILE: /,
  ],
  [
    'the manifests of clients missing',
    (at) => ({ OPERATIONS_DIR: join(at, 'none') }),
    /^OPERATIONS_DIR: /,
  ],
  [
    'the bundle missing',
    (at) => ({ POLICY_BUNDLE_FILE: join(at, 'none') }),
    /^POLICY_BUNDLE_FILE: /,
  ],
  [
    'the trust file missing',
    (at) => ({ POLICY_KEYS_FILE: join(at, 'none') }),
    /POLICY_KEYS_FILE: /,
  ],
  [
    'a trust file that is none',
    (at) => ({ POLICY_KEYS_FILE: join(at, 'garbage') }),
    /POLICY_KEYS_FILE: /,
  ],
  [
    'a bundle that is none',
    (at) => ({ POLICY_BUNDLE_FILE: join(at, 'garbage') }),
    /^POLICY_BUNDLE_FILE: /,
  ],
  [
    'a bundle without data',
    (at) => ({ POLICY_BUNDLE_FILE: join(at, 'no-data.tar.gz') }),
    /^POLICY_BUNDLE_FILE: /,
  ],
  [
    'a bundle without WASM',
    (at) => ({ POLICY_BUNDLE_FILE: join(at, 'no-wasm.tar.gz') }),
    /^POLICY_BUNDLE_FILE: /,
  ],
  [
    'a bundle of bad WASM',
    (at) => ({ POLICY_BUNDLE_FILE: join(at, 'bad-wasm.tar.gz') }),
    /^POLICY_BUNDLE_FILE: /,
  ],
];

test.each(FAILURES)('%s', async (_, env, message) => {
  const failed = await start(env(dir)).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(ConfigError);
  expect(String(failed instanceof Error ? failed.message : failed)).toMatch(message);
});

test('a supergraph that is cut off', async () => {
  await expect(start({ SUPERGRAPH_FILE: join(dir, 'cut.graphql') })).rejects.toThrow();
});

test('the policy off without a supergraph of somebody else', () => {
  expect(() => readGatewayConfig({ POLICY: 'off' })).toThrow(ConfigError);
});

test('a port that is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(start({ PORT: String(port) })).rejects.toThrow(/^PORT: got/);
  server.close();
});
