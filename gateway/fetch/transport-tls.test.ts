import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TlsFiles } from '../../lib/tls/config.ts';
import { explainTls, readTls, type TlsMaterial } from '../../lib/tls/index.ts';
import {
  EXPIRED,
  makeTestCertificates,
  NOT_YET,
  type TestCertificates,
} from '../../test/support/certificates.ts';
import { createTransport } from './transport.ts';

let certificates: TestCertificates;
let material: TlsMaterial;

beforeAll(async () => {
  certificates = await makeTestCertificates();
  material = await readTls(await certificates.leaf('gateway'));
});
afterAll(() => certificates.remove());

interface Running extends AsyncDisposable {
  readonly url: string;
  readonly server: Server;
}

async function listen(server: Server, scheme: 'http' | 'https'): Promise<Running> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: AddressInfo = addressOf(server);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('not listening');
  return address;
}

async function serve(files: TlsFiles, options: ServerOptions = {}): Promise<Running> {
  const [cert, key] = await Promise.all([readFile(files.certFile), readFile(files.keyFile)]);
  const server = createServer({ cert, key, ...options }, (_request, answer) => answer.end('rows'));
  return listen(server, 'https');
}

/** As the gateway asks facts, whoever is there. */
async function ask(url: string, current = () => material): Promise<string> {
  const services = new Map([[new URL(url).origin, 'spiffe://payscope/facts']]);
  const transport = createTransport({ material: current, services });
  try {
    return (await transport.get({ url, headers: {}, timeoutMs: 5_000 })).body;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    expect(explainTls(error)).toBeTypeOf('string');
    return String(error.code);
  } finally {
    await transport.close();
  }
}

describe('the gateway calls facts', () => {
  it('and takes its certificate', async () => {
    await using facts = await serve(await certificates.leaf('facts'));
    expect(await ask(facts.url)).toBe('rows');
  });

  it.each<[string, string, () => Promise<TlsFiles>]>([
    ['one signed by itself', 'DEPTH_ZERO_SELF_SIGNED_CERT', () => certificates.selfSigned('facts')],
    [
      'one of another authority',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      () => certificates.leaf('facts', { authority: certificates.other }),
    ],
    ['an expired one', 'CERT_HAS_EXPIRED', () => certificates.leaf('facts', EXPIRED)],
    ['one not good yet', 'CERT_NOT_YET_VALID', () => certificates.leaf('facts', NOT_YET)],
    ["another subgraph's", 'ERR_TLS_WRONG_SERVICE', () => certificates.leaf('metrics')],
    [
      'one that names two services',
      'ERR_TLS_WRONG_SERVICE',
      () => certificates.leaf('facts', { uri: 'spiffe://payscope/facts, URI:spiffe://payscope/a' }),
    ],
    [
      'one for another host',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      () => certificates.leaf('facts', { names: ['elsewhere.example'] }),
    ],
    [
      "the gateway's own, which is not for serving",
      'INVALID_PURPOSE',
      () => certificates.leaf('gateway'),
    ],
    ["the authority's own", 'INVALID_PURPOSE', () => certificates.ofAuthority()],
  ])('and refuses %s (%s)', async (_what, code, files) => {
    await using other = await serve(await files());
    expect(await ask(other.url)).toBe(code);
  });

  it('and refuses a server that knows TLS 1.2 only', async () => {
    const files = await certificates.leaf('facts');
    await using old = await serve(files, { maxVersion: 'TLSv1.2' });
    expect(await ask(old.url)).toMatch(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/);
  });

  it('and refuses a server without TLS', async () => {
    const server = createPlainServer((_request, answer) => answer.end('rows'));
    await using plain = await listen(server, 'http');
    expect(await ask(plain.url.replace('http:', 'https:'))).toMatch(/WRONG_VERSION|PACKET_LENGTH/);
  });

  it('and looks at the certificate on every connection: no session is resumed', async () => {
    await using facts = await serve(await certificates.leaf('facts'), {});
    const reused: boolean[] = [];
    facts.server.on('secureConnection', (socket) => reused.push(socket.isSessionReused()));
    const services = new Map([[facts.url, 'spiffe://payscope/facts']]);
    const transport = createTransport({ material: () => material, services });
    for (let count = 0; count < 3; count += 1) {
      await transport.get({ url: facts.url, headers: { connection: 'close' }, timeoutMs: 5_000 });
    }
    await transport.close();
    expect(reused).toEqual([false, false, false]);
  });
});

describe('a certificate of the gateway that is renewed', () => {
  it('is shown on connections made from then on, and no request fails meanwhile', async () => {
    const seen = new Set<string>();
    const ca = certificates.authority.certificate;
    await using facts = await serve(await certificates.leaf('facts'), { ca, requestCert: true });
    facts.server.on('secureConnection', (socket) =>
      seen.add(socket.getPeerX509Certificate()?.serialNumber ?? 'none'),
    );
    const held = { material };
    const services = new Map([[facts.url, 'spiffe://payscope/facts']]);
    const transport = createTransport({ material: () => held.material, services });
    const answers: string[] = [];
    for (let renewal = 0; renewal < 5; renewal += 1) {
      const asking = Array.from({ length: 20 }, () =>
        transport.get({ url: facts.url, headers: {}, timeoutMs: 5_000 }),
      );
      held.material = await readTls(await certificates.leaf('gateway'));
      const more = Array.from({ length: 20 }, () =>
        transport.get({ url: facts.url, headers: {}, timeoutMs: 5_000 }),
      );
      for (const { body } of await Promise.all([...asking, ...more])) answers.push(body);
    }
    await transport.close();
    expect(answers).toEqual(Array.from({ length: 200 }, () => 'rows'));
    expect(seen.size).toBe(6);
  });
});
