import { Writable } from 'node:stream';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { SourceError, signedUrlSource } from '../bundle-source/index.ts';
import { createGatewayMetrics, type GatewayMetrics } from '../metrics.ts';
import { BundleError, type VerifiedBundle } from '../policy/index.ts';
import { createTeller, type Teller } from './teller.ts';

let lines: Record<string, unknown>[];
let metrics: GatewayMetrics;
let tell: Teller;
beforeEach(() => {
  lines = [];
  metrics = createGatewayMetrics(() => 0);
  const stream = new Writable({
    write: (chunk, _, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  tell = createTeller(signedUrlSource('/run/url'), metrics, pino(stream));
});

const count = async (name: string) => (await metrics.registry.getSingleMetric(name)?.get())?.values;

const bundle: VerifiedBundle = {
  archive: new Uint8Array(),
  sha256: 'a',
  revision: 'r7',
  serial: 7,
  signer: { kid: 'k1', subject: 'alice@bank' },
  signedAt: new Date(0),
  expiresAt: new Date(1_000),
};

test('a bundle that comes into force is one line: which, from where, by whom, until when', () => {
  tell.ended('url', { kind: 'accepted', bundle, swapped: true });
  expect(lines).toMatchObject([
    {
      msg: 'policy bundle in force',
      origin: 'url',
      policy_revision: 'r7',
      serial: 7,
      signed_by: 'alice@bank',
      key_id: 'k1',
      expires_at: '1970-01-01T00:00:01.000Z',
    },
  ]);
});

test('one that is in force already is none', () => {
  tell.ended('url', { kind: 'accepted', bundle, swapped: false });
  expect(lines).toEqual([]);
});

test('a refused one is one line, an error, and counted by its kind', async () => {
  const cause = new BundleError('no', { kind: 'stale' });
  tell.ended('publish', { kind: 'refused', reason: 'stale', message: 'no' }, cause);
  expect(lines).toMatchObject([
    { level: 50, origin: 'publish', kind: 'stale', err: { message: 'no' } },
  ]);
  expect(await count('payscope_policy_bundle_refusals_total')).toEqual([
    { value: 1, labels: { kind: 'stale' } },
  ]);
});

test('a source that fails is told once, and when it is back; every look is counted', async () => {
  const timeout = new SourceError('timeout', 'timeout');
  tell.looked('unchanged');
  for (let each = 0; each < 3; each += 1) tell.looked('timeout', timeout);
  tell.looked('missing', new SourceError('missing', 'gone'));
  tell.looked('unchanged');
  tell.looked('unchanged');
  expect(lines.map(({ kind, msg }) => kind ?? msg)).toEqual([
    'timeout',
    'missing',
    'policy source is back',
  ]);
  const counted = await count('payscope_policy_source_fetches_total');
  expect(counted?.map(({ labels, value }) => [labels.outcome, value])).toEqual([
    ['unchanged', 3],
    ['timeout', 3],
    ['missing', 1],
  ]);
});

test('a bundle that could not be kept is an error', () => {
  tell.notKept(new Error('disk full'));
  expect(lines).toMatchObject([{ level: 50, err: { message: 'disk full' } }]);
});
