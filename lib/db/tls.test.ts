import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql as text } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import {
  EXPIRED,
  makeTestCertificates,
  NOT_YET,
  type TestCertificates,
} from '../../test/support/certificates.ts';
import { bankIdOf } from '../ids.ts';
import { createLog } from '../log.ts';
import type { TlsFiles } from '../tls/config.ts';
import { explainTls } from '../tls/index.ts';
import { type EmbeddedPostgres, startEmbedded } from './embedded/index.ts';
import { closeDatabase, connectDatabase, openPool } from './pool.ts';
import { withTenant } from './with-tenant.ts';

const log = createLog({ name: 'tls-test', level: 'silent' });

let certificates: TestCertificates;
let dataDir: string;
let server: EmbeddedPostgres;
let serverLog = '';
let good: TlsFiles;
/** Always trusts the server, to tell it what to do. */
let admin: ReturnType<typeof openPool>;

beforeAll(async () => {
  certificates = await makeTestCertificates();
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-tls-'));
  good = await certificates.leaf('postgres', { usages: ['server'] });
  server = await startEmbedded({
    dataDir,
    log,
    tls: good,
    // Why a certificate was refused is in the detail.
    settings: { fsync: 'off', log_error_verbosity: 'default' },
    onLog: (said) => {
      serverLog += said;
    },
  });
  admin = openPool(server.url, { max: 1 });
  await admin`select 1`;
}, 60_000);
afterAll(async () => {
  await admin.end({ timeout: 1 });
  await server.stop();
  await certificates.remove();
  await rm(dataDir, { recursive: true, force: true });
});

const inServer = (name: string) => join(dataDir, 'postgres', name);

/** What it says of the connection, or why there is none. */
async function connect(change: (url: URL) => void = () => undefined): Promise<string> {
  const url = new URL(server.url);
  change(url);
  const sql = openPool(url.href, { max: 1, fetch_types: false, connect_timeout: 5 });
  try {
    const [row] = await sql<{ version: string }[]>`
      select version from pg_stat_ssl where pid = pg_backend_pid()`;
    return row?.version ?? 'plain';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return explainTls(error) === undefined ? `${code}, unexplained` : code;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The same files, so that they stay the server's own. */
async function serveWith({ certFile, keyFile }: TlsFiles): Promise<void> {
  await copyFile(keyFile, inServer('server.key'));
  await copyFile(certFile, inServer('server.crt'));
  await admin`select pg_reload_conf()`;
}

describe('a connection to PostgreSQL', () => {
  it('is TLS 1.3, to whom the URL names', async () => {
    expect(await connect()).toBe('TLSv1.3');
    expect(
      await connect((url) => {
        url.hostname = 'localhost';
      }),
    ).toBe('TLSv1.3');
  });

  it('is not had without TLS', async () => {
    expect(
      await connect((url) => {
        url.search = '';
      }),
    ).toBe('28000, unexplained');
  });

  it.each<[string, string, () => Promise<TlsFiles>]>([
    ['one signed by itself', 'DEPTH_ZERO_SELF_SIGNED_CERT', () => certificates.selfSigned('pg-1')],
    [
      'one of another authority',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      () => certificates.leaf('pg-2', { authority: certificates.other }),
    ],
    ['an expired one', 'CERT_HAS_EXPIRED', () => certificates.leaf('pg-3', EXPIRED)],
    ['one not good yet', 'CERT_NOT_YET_VALID', () => certificates.leaf('pg-4', NOT_YET)],
    [
      'one for another host',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      () => certificates.leaf('pg-5', { names: ['elsewhere.example'] }),
    ],
    [
      'one for another address, though for localhost',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      () => certificates.leaf('pg-6', { names: ['localhost'] }),
    ],
    [
      'one not for serving',
      'INVALID_PURPOSE',
      () => certificates.leaf('pg-7', { usages: ['client'] }),
    ],
  ])('refuses %s (%s)', async (_what, code, files) => {
    try {
      await serveWith(await files());
      await vi.waitFor(async () => expect(await connect()).toBe(code), { timeout: 5_000 });
    } finally {
      await serveWith(good);
      await vi.waitFor(async () => expect(await connect()).toBe('TLSv1.3'), { timeout: 5_000 });
    }
  });

  it('refuses a server that speaks no TLS', async () => {
    const plain = new URL(inject('cluster').adminUrl);
    plain.search = `?sslrootcert=${good.caFile}`;
    const sql = openPool(plain.href, { max: 1, fetch_types: false, connect_timeout: 5 });
    await expect(sql`select 1`).rejects.toThrow();
    await sql.end({ timeout: 1 });
  });

  it.each([
    ['is missing', 'none.pem', /none\.pem can't be read \(ENOENT\)/],
    ['holds no certificate', 'empty.pem', /empty\.pem holds no certificate/],
  ])('says which file %s', async (_what, name, message) => {
    const file = join(certificates.dir, name);
    if (name === 'empty.pem') await writeFile(file, '');
    expect(() => openPool(`postgres://a:b@127.0.0.1/x?sslrootcert=${file}`)).toThrow(message);
  });
});

describe('a server that asks for a certificate as well', () => {
  beforeAll(async () => {
    await writeFile(inServer('root.crt'), certificates.authority.certificate, { mode: 0o644 });
    await admin.unsafe(`alter system set ssl_ca_file = '${inServer('root.crt')}'`);
    await writeFile(
      inServer('pg_hba.tls.conf'),
      'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n',
    );
    await admin`select pg_reload_conf()`;
    await vi.waitFor(async () => expect(await connect()).not.toBe('TLSv1.3'), { timeout: 5_000 });
  });

  const showing = (files: TlsFiles) => (url: URL) => {
    url.searchParams.set('sslcert', files.certFile);
    url.searchParams.set('sslkey', files.keyFile);
  };

  it('lets in who has one of its authority', async () => {
    expect(await connect(showing(await certificates.leaf('facts')))).toBe('TLSv1.3');
  });

  it.each<[string, RegExp, () => Promise<TlsFiles>]>([
    ['an expired one', /certificate has expired/, () => certificates.leaf('facts', EXPIRED)],
    [
      'one of another authority',
      /unable to (get local issuer|verify the first) certificate/,
      () => certificates.leaf('f', { authority: certificates.other }),
    ],
  ])('lets nobody in with %s', async (_what, reason, files) => {
    serverLog = '';
    // The alert, or the end of the connection, whichever comes first.
    expect(await connect(showing(await files()))).toMatch(/ALERT|ECONNRESET|CONNECTION_CLOSED/);
    await vi.waitFor(() => expect(serverLog).toMatch(reason), { timeout: 5_000 });
  });

  afterAll(async () => {
    await writeFile(inServer('pg_hba.tls.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    await admin`alter system reset ssl_ca_file`;
    await admin`select pg_reload_conf()`;
    await vi.waitFor(async () => expect(await connect()).toBe('TLSv1.3'), { timeout: 5_000 });
  });
});

describe('an authority that is renewed', () => {
  it('counts for connections made from then on, by the same pool', async () => {
    const caFile = join(certificates.dir, 'renewed-ca.pem');
    await copyFile(good.caFile, caFile);
    const url = new URL(server.url);
    url.searchParams.set('sslrootcert', caFile);
    const sql = openPool(url.href, { max: 1, fetch_types: false });
    const backend = async () => {
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      return row?.pid ?? 0;
    };
    const first = await backend();
    await appendFile(caFile, certificates.other.certificate);
    await serveWith(await certificates.leaf('pg-8', { authority: certificates.other }));
    await admin`select pg_terminate_backend(${first})`;
    await vi.waitFor(async () => expect(await backend()).not.toBe(first), { timeout: 5_000 });
    await sql.end({ timeout: 1 });
    await serveWith(good);
    await vi.waitFor(async () => expect(await connect()).toBe('TLSv1.3'), { timeout: 5_000 });
    expect(await readFile(caFile, 'utf8')).toContain(certificates.other.certificate);
  });
});

describe('a query that nobody waits for any more', () => {
  it('is cancelled over TLS as well', { timeout: 10_000 }, async () => {
    const db = connectDatabase({
      url: server.url,
      poolMax: 1,
      statementTimeoutMs: 60_000,
      applicationName: 'tls-cancel',
    });
    const gone = new AbortController();
    const sleeping = withTenant(db, bankIdOf('HB'), (tx) => tx.execute(text`select pg_sleep(30)`), {
      signal: gone.signal,
    });
    const running = async () => {
      const [row] = await admin<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where application_name = 'tls-cancel' and state = 'active'`;
      return row?.count;
    };
    await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 5_000 });
    gone.abort();
    await expect(sleeping).rejects.toThrow();
    expect(await running()).toBe(0);
    await closeDatabase(db);
  });
});
