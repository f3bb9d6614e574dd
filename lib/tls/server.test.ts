import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type ConnectionOptions, connect, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  EXPIRED,
  makeTestCertificates,
  NOT_YET,
  type TestCertificates,
} from '../../test/support/certificates.ts';
import type { TlsFiles } from './config.ts';
import { readTls } from './material.ts';
import { createPeers, createTlsServer, refusalOf } from './server.ts';

let certificates: TestCertificates;
let server: ReturnType<typeof createTlsServer>;
let port: number;
let refusals: string[];

beforeAll(async () => {
  refusals = [];
  certificates = await makeTestCertificates();
  const peers = createPeers();
  server = createTlsServer(await readTls(await certificates.leaf('facts')), (asked, answer) => {
    answer.end(peers.of(asked.socket) ?? 'nobody');
  });
  server.on('tlsClientError', (error, socket) => refusals.push(refusalOf(error, socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = portOf(server.address());
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await certificates.remove();
});

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || !address) throw new Error('not listening');
  return address.port;
}

async function clientOf(files: TlsFiles | undefined): Promise<ConnectionOptions> {
  const own = files && {
    cert: await readFile(files.certFile),
    key: await readFile(files.keyFile),
  };
  return { ca: certificates.authority.certificate, ...own };
}

/** What the server says, or why it says nothing. */
async function ask(options: ConnectionOptions): Promise<string> {
  const asked = request({ host: '127.0.0.1', port, agent: false, ...options });
  asked.end();
  try {
    const [answer] = await once(asked, 'response');
    const parts = await answer.toArray();
    return Buffer.concat(parts).toString();
  } catch {
    await vi.waitFor(() => expect(refusals).toHaveLength(1));
    return refusals.splice(0).join();
  }
}

describe('a server between services', () => {
  it('knows the caller by the URI in its certificate', async () => {
    const gateway = await clientOf(await certificates.leaf('gateway'));
    expect(await ask(gateway)).toBe('spiffe://payscope/gateway');
  });

  it.each<[string, string, () => Promise<TlsFiles | undefined>]>([
    ['none', 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', async () => undefined],
    [
      'one signed by itself',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      () => certificates.selfSigned('gateway'),
    ],
    [
      'one of another authority',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      () => certificates.leaf('gateway', { authority: certificates.other }),
    ],
    ['an expired one', 'CERT_HAS_EXPIRED', () => certificates.leaf('gateway', EXPIRED)],
    ['one not good yet', 'CERT_NOT_YET_VALID', () => certificates.leaf('gateway', NOT_YET)],
    [
      'one for serving only',
      'INVALID_PURPOSE',
      () => certificates.leaf('gateway', { usages: ['server'] }),
    ],
    ["the authority's own", 'INVALID_PURPOSE', () => certificates.ofAuthority()],
    [
      'one with a name its authority may not sign for',
      'UNSPECIFIED',
      () => certificates.leaf('gateway', { names: ['bank.example'] }),
    ],
    [
      'one with a URI its authority may not sign for',
      'UNSPECIFIED',
      () => certificates.leaf('gateway', { uri: 'spiffe://elsewhere/gateway' }),
    ],
  ])('refuses the certificate: %s (%s)', async (_what, code, files) => {
    expect(await ask(await clientOf(await files()))).toBe(code);
  });

  it('refuses TLS 1.2', async () => {
    const gateway = await clientOf(await certificates.leaf('gateway'));
    expect(await ask({ ...gateway, maxVersion: 'TLSv1.2' })).toBe('ERR_SSL_UNSUPPORTED_PROTOCOL');
  });

  it('answers plain HTTP with nothing', async () => {
    const asked = plainRequest({ host: '127.0.0.1', port });
    asked.end();
    await expect(once(asked, 'response')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(refusals.splice(0)).toEqual(['ERR_SSL_HTTP_REQUEST']);
  });

  it('resumes no session, which would be one without a look at the certificate', async () => {
    const gateway = await clientOf(await certificates.leaf('gateway'));
    const sessions: Buffer[] = [];
    const open = async (session?: Buffer): Promise<boolean> => {
      const socket = connect({ host: '127.0.0.1', port, ...gateway, ...(session && { session }) });
      socket.on('session', (each) => sessions.push(each));
      await once(socket, 'secureConnect');
      const isReused = socket.isSessionReused();
      socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      socket.resume();
      await once(socket, 'close');
      return isReused;
    };
    expect(await open()).toBe(false);
    for (const session of sessions.splice(0)) expect(await open(session)).toBe(false);
  });
});

describe('who is at the other end', () => {
  it('is nobody once the certificate has ended, on a connection that goes on', async () => {
    const files = await certificates.leaf('gateway');
    const clock = { now: Date.now() };
    const peers = createPeers(() => clock.now);
    const seen: (string | undefined)[] = [];
    const own = createTlsServer(
      await readTls(await certificates.leaf('audit')),
      ({ socket }, answer) => {
        seen.push(peers.of(socket));
        clock.now += 2 * 3_600_000;
        seen.push(peers.of(socket));
        answer.end();
      },
    );
    own.listen(0, '127.0.0.1');
    await once(own, 'listening');
    const asked = request({
      host: '127.0.0.1',
      port: portOf(own.address()),
      agent: false,
      ...(await clientOf(files)),
    });
    asked.end();
    await once(asked, 'response');
    own.closeAllConnections();
    own.close();
    expect(seen).toEqual(['spiffe://payscope/gateway', undefined]);
  });

  it('is nobody on a socket without TLS', async () => {
    const socket = new TLSSocket(new (await import('node:net')).Socket());
    expect(createPeers().of(socket)).toBeUndefined();
  });
});
