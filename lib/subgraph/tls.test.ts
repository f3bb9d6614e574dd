import { execFile } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rootPath } from '../../cli/root.ts';
import { metrics } from '../../subgraphs/metrics/index.ts';
import { makeTestCertificates, type TestCertificates } from '../../test/support/certificates.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import type { TlsFiles } from '../tls/config.ts';

const QUERY = '{ __typename }';

let certificates: TestCertificates;
let database: TestDatabase;
let own: TlsFiles;
let served: ServedSubgraph;

beforeAll(async () => {
  certificates = await makeTestCertificates();
  database = await createTestDatabase();
  own = await certificates.leaf('metrics');
  served = await serveForTest(metrics, database.appUrl, { tls: own });
}, 60_000);
afterAll(async () => {
  await served.close();
  await database.drop();
  await certificates.remove();
});

async function agentOf(files: TlsFiles | undefined): Promise<Agent> {
  const { authority } = certificates;
  const shown = files && {
    cert: await readFile(files.certFile),
    key: await readFile(files.keyFile),
  };
  return new Agent({ connect: { ca: authority.certificate, ...shown } });
}

interface Asked {
  readonly status: number;
  readonly body: unknown;
}

async function ask(dispatcher: Agent): Promise<Asked> {
  const { statusCode, body } = await request(`${served.url}/graphql`, {
    dispatcher,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await served.token({}, QUERY)}`,
    },
    body: JSON.stringify({ query: QUERY }),
  });
  return { status: statusCode, body: await body.json() };
}

async function statusOf(dispatcher: Agent, path: string): Promise<number> {
  const { statusCode, body } = await request(`${served.url}${path}`, { dispatcher });
  await body.dump();
  return statusCode;
}

describe('a subgraph over TLS', () => {
  it('answers the gateway', async () => {
    const gateway = await agentOf(await certificates.leaf('gateway'));
    expect(await ask(gateway)).toMatchObject({ status: 200, body: { data: {} } });
    await gateway.close();
  });

  it.each<[string, () => Promise<TlsFiles>]>([
    ['another subgraph', () => certificates.leaf('facts')],
    ['itself', () => certificates.leaf('another-of-metrics', { uri: 'spiffe://payscope/metrics' })],
    [
      'a service whose name begins alike',
      () => certificates.leaf('alike', { uri: 'spiffe://payscope/gateway2' }),
    ],
    [
      'one that is the gateway and something else',
      () =>
        certificates.leaf('both', {
          uri: 'spiffe://payscope/facts, URI:spiffe://payscope/gateway',
        }),
    ],
    [
      'one that is the gateway by a DNS name only',
      () => certificates.leaf('dns', { names: ['localhost'], uri: 'spiffe://payscope/x' }),
    ],
  ])('refuses %s, whose hop token is good', async (_who, files) => {
    const stranger = await agentOf(await files());
    const { status, body } = await ask(stranger);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      errors: [
        { message: 'Subgraphs answer the gateway only.', extensions: { code: 'FORBIDDEN' } },
      ],
    });
    await stranger.close();
  });

  it('tells any service of ours how it is, and counts whom it refused', async () => {
    const sibling = await agentOf(await certificates.leaf('facts'));
    expect(await statusOf(sibling, '/health/ready')).toBe(200);
    const { body } = await request(`${served.url}/metrics`, { dispatcher: sibling });
    expect(await body.text()).toMatch(/hop_refusals_total\{reason="caller",.*\} [1-9]/);
    await sibling.close();
  });

  it('tells those without a certificate nothing at all', async () => {
    const nobody = await agentOf(undefined);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/graphql']) {
      await expect(statusOf(nobody, path)).rejects.toThrow();
    }
    await nobody.close();
  });

  it('is found ready by its own health check, and by none without a certificate', async () => {
    const run = promisify(execFile);
    const check = [rootPath('deploy/check-ready.js'), served.url];
    await run(process.execPath, [...check, own.certFile, own.keyFile, own.caFile]);
    await expect(run(process.execPath, check)).rejects.toMatchObject({ code: 1 });
  });
});

describe('a certificate that is renewed while the subgraph serves', () => {
  it('is in force within seconds, and no request fails meanwhile', {
    timeout: 30_000,
  }, async () => {
    const { authority } = certificates;
    const gateway = await certificates.leaf('gateway');
    const shown = { cert: await readFile(gateway.certFile), key: await readFile(gateway.keyFile) };
    const serials = new Set<string>();
    const connect = {
      ca: authority.certificate,
      ...shown,
      maxCachedSessions: 0,
      checkServerIdentity: (_host: string, { serialNumber }: { serialNumber: string }) => {
        serials.add(serialNumber);
        return undefined;
      },
    };
    const answered: number[] = [];
    const asking = async () => {
      // A connection of its own each time, so that every request meets the certificate of its moment.
      const agent = new Agent({ connect });
      answered.push((await ask(agent)).status);
      await agent.close();
    };
    await asking();
    for (const renewal of [1, 2]) {
      const next = await certificates.leaf(`metrics-${renewal}`, {
        uri: 'spiffe://payscope/metrics',
      });
      await copyFile(next.keyFile, own.keyFile);
      // Between key and certificate, what was there before counts on.
      await asking();
      await copyFile(next.certFile, own.certFile);
      await vi.waitFor(
        async () => {
          await asking();
          expect(serials.size).toBe(renewal + 1);
        },
        { timeout: 10_000, interval: 20 },
      );
    }
    expect(answered.length).toBeGreaterThan(4);
    expect(new Set(answered)).toEqual(new Set([200]));
  });
});
