/** Real certificates for tests, good and bad ones, each in files of its own. */
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Authority,
  issueLeaf,
  type LeafRequest,
  makeAuthority,
} from '../../lib/certs/certificate.ts';
import type { TlsFiles } from '../../lib/tls/config.ts';

const HOUR_MS = 3_600_000;
const NAMES = ['localhost', '127.0.0.1', '::1'];

export interface TestAuthority extends Authority {
  /** Its own certificate and key. */
  readonly certificate: string;
  readonly pem: string;
}

export interface LeafOptions extends Partial<LeafRequest> {
  /** Another than the one of these certificates. */
  readonly authority?: TestAuthority;
}

export interface TestCertificates {
  readonly dir: string;
  readonly authority: TestAuthority;
  readonly other: TestAuthority;
  /** A service's certificate, good but for what the options say; `name` also names its files. */
  readonly leaf: (name: string, options?: LeafOptions) => Promise<TlsFiles>;
  /** Signed by its own key. */
  readonly selfSigned: (name: string) => Promise<TlsFiles>;
  /** The authority's own certificate, to serve or call with. */
  readonly ofAuthority: () => Promise<TlsFiles>;
  readonly remove: () => Promise<void>;
}

/** Ended an hour ago. */
export const EXPIRED = { notBefore: hence(-2), notAfter: hence(-1) };
/** Begins in an hour. */
export const NOT_YET = { notBefore: hence(1), notAfter: hence(2) };

/** @example const certificates = await makeTestCertificates(); await certificates.leaf('facts', EXPIRED) */
export async function makeTestCertificates(): Promise<TestCertificates> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-certificates-'));
  const authority = newAuthority();
  const caFile = await write(dir, 'ca.pem', authority.certificate);
  const files = async (name: string, certificate: string, key: string): Promise<TlsFiles> => ({
    certFile: await write(dir, `${name}.pem`, certificate),
    keyFile: await write(dir, `${name}.key`, key),
    caFile,
  });
  return {
    dir,
    authority,
    other: newAuthority(),
    leaf: (name, { authority: signer = authority, ...options } = {}) => {
      const issued = issueLeaf({ ...leafOf(name), ...options }, signer);
      return files(name, issued.certificate, issued.key);
    },
    selfSigned: (name) => {
      const { key } = newAuthority();
      const issued = issueLeaf(leafOf(name), { name, key }, key);
      return files(name, issued.certificate, issued.key);
    },
    ofAuthority: () => files('of-authority', authority.certificate, authority.pem),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

export function newAuthority(
  names: readonly string[] = [...NAMES, 'elsewhere.example'],
): TestAuthority {
  const name = 'Test CA';
  const { certificate, key } = makeAuthority({
    name,
    names,
    uriHost: 'payscope',
    notBefore: hence(-24),
    notAfter: hence(24),
  });
  return { name, key: createPrivateKey(key), certificate, pem: key };
}

function leafOf(name: string): LeafRequest {
  return {
    name,
    names: NAMES,
    uri: `spiffe://payscope/${name}`,
    usages: name === 'gateway' ? ['client'] : ['server', 'client'],
    notBefore: hence(-1),
    notAfter: hence(1),
  };
}

function hence(hours: number): Date {
  return new Date(Date.now() + hours * HOUR_MS);
}

async function write(dir: string, name: string, text: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}
