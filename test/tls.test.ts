/** Gateway, subgraphs and database as they run in production: every hop over TLS, under traffic. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { certificateFiles, ensureCertificates } from '../lib/certs/index.ts';
import { bankIdOf } from '../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../lib/keys.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { developmentToken } from './support/development-token.ts';
import { personalKeysOfRun } from './support/personal-keys.ts';
import { type Program, startProgram } from './support/processes.ts';
import { signedPolicy } from './support/signing.ts';

const QUERY = '{ bank { code } describe(metric: PAYMENT_AMOUNT) { __typename } }';

let dataDir: string;
let certs: string;
let database: TestDatabase;
let subgraphs: Program;
let gateway: Program;
let token: string;
let policy: Readonly<Record<string, string>>;

function tlsOf(service: string): Readonly<Record<string, string>> {
  const { certFile, keyFile, caFile } = certificateFiles(certs, service);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
}

async function startGateway(urls: ReadonlyMap<string, string>): Promise<Program> {
  const named = [...urls].map(([name, url]) => [`${name.toUpperCase()}_URL`, url]);
  return startProgram('gateway/main.ts', {
    PORT: '0',
    DATA_DIR: dataDir,
    HOP_KEY_FILE: join(dataDir, 'keys', 'hop.private.json'),
    ...Object.fromEntries(named),
    ...tlsOf('gateway'),
    ...policy,
  });
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-over-tls-'));
  certs = join(dataDir, 'certs');
  await ensureCertificates(certs);
  database = await createTestDatabase({ load: 'sample' });
  const hop = await ensureKeyPair(join(dataDir, 'keys'), 'hop');
  const issuer = await ensureKeyPair(join(dataDir, 'keys'), 'issuer');
  subgraphs = await startProgram(
    'subgraphs/main.ts',
    {
      APP_DATABASE_URL: database.appUrl,
      HOP_JWKS_FILE: hop.publicFile,
      CURSOR_SECRET_FILE: await ensureSecret(join(dataDir, 'keys'), 'cursor'),
      PERSONAL_KEYS: personalKeysOfRun(),
      ...tlsOf('{name}'),
      LOG_LEVEL: 'info',
    },
    4,
  );
  policy = (await signedPolicy(join(dataDir, 'signed'))).env;
  gateway = await startGateway(subgraphs.urls);
  token = await developmentToken(await loadPrivateKey(issuer.privateFile), {
    subject: 'test:analyst',
    role: 'ANALYST',
    bankId: bankIdOf('HB'),
  });
}, 90_000);
afterAll(async () => {
  await gateway.stop();
  await subgraphs.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(program: Program): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${program.urls.get('gateway')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: QUERY }),
  });
  return { status: response.status, text: await response.text() };
}

const isWhole = ({ status, text }: { status: number; text: string }) =>
  status === 200 && text.includes('"code":"HB"') && !text.includes('"errors"');

it('answers, and every subgraph is at an https address', async () => {
  for (const url of subgraphs.urls.values()) expect(url).toMatch(/^https:/);
  const answer = await ask(gateway);
  expect(answer).toSatisfy(isWhole);
  const ready = await fetch(`${gateway.urls.get('gateway')}/health/ready`);
  expect(ready.status).toBe(200);
});

it('all certificates are renewed under traffic, and no request fails', {
  timeout: 60_000,
}, async () => {
  const failed: unknown[] = [];
  let asked = 0;
  const traffic = { on: true };
  const client = async () => {
    while (traffic.on) {
      const answer = await ask(gateway);
      asked += 1;
      if (!isWhole(answer)) failed.push(answer);
    }
  };
  const clients = [client(), client()];
  for (const renewal of [1, 2]) {
    await ensureCertificates(certs, { force: true });
    const said = (program: Program, what: string) => program.output().split(what).length - 1;
    await vi.waitFor(
      () => {
        expect(said(subgraphs, 'serving with a new certificate')).toBeGreaterThanOrEqual(
          4 * renewal,
        );
      },
      { timeout: 20_000, interval: 50 },
    );
  }
  traffic.on = false;
  await Promise.all(clients);
  expect(failed).toEqual([]);
  expect(asked).toBeGreaterThan(10);
});

it('a subgraph at the address of another is not believed, and the client learns nothing of why', async () => {
  const urls = new Map(subgraphs.urls);
  urls.set('metrics', subgraphs.urls.get('graph') ?? '');
  urls.set('graph', subgraphs.urls.get('metrics') ?? '');
  const mistaken = await startGateway(urls);
  try {
    const { text } = await ask(mistaken);
    const { data, errors } = JSON.parse(text);
    expect(data.bank).toEqual({ code: 'HB' });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(text).not.toMatch(/certificate|spiffe|https:|TLS|\.pem/i);
    expect(mistaken.output()).toContain('its certificate is of another service');
  } finally {
    await mistaken.stop();
  }
});
