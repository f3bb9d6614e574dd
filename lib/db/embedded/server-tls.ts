/** Makes the project's own PostgreSQL take TLS connections and no others. */
import { randomBytes } from 'node:crypto';
import { copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo, type RunAs } from './run-as.ts';

export interface ServerTls {
  readonly certFile: string;
  readonly keyFile: string;
  /** Of the authority; whoever connects checks the server by it. */
  readonly caFile: string;
}

/** By TCP with TLS and the password; nothing else gets in. */
const HOST_BASED_ACCESS = `# Written at each start.
hostssl all all 127.0.0.1/32 scram-sha-256
`;

/**
 * PostgreSQL takes a key only from a file of its own user's, so that it is copied.
 * @returns the settings it is started with.
 */
export async function installTls(
  { dir, as }: { readonly dir: string; readonly as: RunAs },
  { certFile, keyFile }: ServerTls,
): Promise<Readonly<Record<string, string>>> {
  const installed = {
    hba: join(dir, 'pg_hba.tls.conf'),
    cert: join(dir, 'server.crt'),
    key: join(dir, 'server.key'),
  };
  await install(as, installed.hba, (file) => writeFile(file, HOST_BASED_ACCESS, { mode: 0o600 }));
  await install(as, installed.key, (file) => copyFile(keyFile, file));
  await install(as, installed.cert, (file) => copyFile(certFile, file));
  return {
    ssl: 'on',
    ssl_cert_file: installed.cert,
    ssl_key_file: installed.key,
    ssl_min_protocol_version: 'TLSv1.3',
    hba_file: installed.hba,
  };
}

/** Beside, then in its place. */
async function install(
  as: RunAs,
  file: string,
  write: (beside: string) => Promise<void>,
): Promise<void> {
  // Another start may be at it.
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await write(beside);
    await using opened = await open(beside, 'r+');
    await opened.chmod(0o600);
    await giveTo(as, beside);
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

/** As libpq and our own connections read it. */
export function withServerTls(url: string, tls: ServerTls | undefined): string {
  if (!tls) return url;
  const secured = new URL(url);
  secured.searchParams.set('sslmode', 'verify-full');
  secured.searchParams.set('sslrootcert', tls.caFile);
  return secured.href;
}
