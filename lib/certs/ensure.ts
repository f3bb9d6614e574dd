/** Finds or makes every certificate of a folder, and renews in time. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { overwrite } from '../overwrite.ts';
import { ensureAuthority, type HeldAuthority } from './authority-files.ts';
import { issueLeaf } from './certificate.ts';
import { LOCAL_NAMES, SERVICES, type Service, uriOf } from './holders.ts';
import { isGoodFor, isWorn } from './inspect.ts';
import { withLock } from './with-lock.ts';

export interface EnsureOptions {
  /** How long a service's certificate is good for. */
  readonly days?: number;
  /** Further DNS names and addresses, on every certificate. */
  readonly names?: readonly string[];
  /** Renews all of them, whatever time is left. */
  readonly force?: boolean;
  readonly now?: Date;
}

export interface CertificateRow {
  /** A service, or `ca`. */
  readonly name: string;
  readonly file: string;
  readonly uri: string | undefined;
  readonly validTo: Date;
  readonly state: 'made' | 'renewed' | 'kept';
}

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** RFC 5280 takes a clock that is a little behind for one before the certificate. */
const CLOCK_SKEW_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
export const DAYS_DEFAULT = 30;

/** @example certificateFiles('.data/certs', 'facts') */
export function certificateFiles(dir: string, service: string): CertificateFiles {
  return {
    certFile: join(dir, `${service}.pem`),
    keyFile: join(dir, `${service}.key`),
    caFile: join(dir, 'ca.pem'),
  };
}

/**
 * What is there and good stays. Starts at the same moment wait for one another.
 * @throws {CertificatesError} when the folder holds an authority of somebody else's.
 * @example await ensureCertificates('.data/certs')
 */
export async function ensureCertificates(
  dir: string,
  { days = DAYS_DEFAULT, names = [], force = false, now = new Date() }: EnsureOptions = {},
): Promise<readonly CertificateRow[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  return withLock(join(dir, 'lock'), async () => {
    const authority = await ensureAuthority(dir, { names, now });
    const rows: CertificateRow[] = [
      {
        name: 'ca',
        file: authority.file,
        uri: undefined,
        validTo: new Date(authority.certificate.validTo),
        state: authority.state,
      },
    ];
    for (const service of SERVICES) {
      rows.push(await ensureLeaf(dir, service, authority, { days, force, now }));
    }
    return rows;
  });
}

async function ensureLeaf(
  dir: string,
  service: Service,
  authority: HeldAuthority,
  { days, force, now }: { readonly days: number; readonly force: boolean; readonly now: Date },
): Promise<CertificateRow> {
  const { certFile, keyFile } = certificateFiles(dir, service.name);
  const uri = uriOf(service.name);
  const names = [...new Set([...LOCAL_NAMES, service.name, ...authority.names])];
  const row = { name: service.name, file: certFile, uri };
  const there = await readPair(certFile, keyFile);
  if (
    there &&
    !force &&
    there.verify(authority.certificate.publicKey) &&
    !isWorn(there, now) &&
    [...names, uri].every((name) => isGoodFor(there, name))
  ) {
    return { ...row, validTo: new Date(there.validTo), state: 'kept' };
  }
  const authorityEnds = Date.parse(authority.certificate.validTo);
  const issued = issueLeaf(
    {
      name: service.name,
      names,
      uri,
      usages: service.usages,
      notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
      notAfter: new Date(Math.min(now.getTime() + days * DAY_MS, authorityEnds)),
    },
    authority,
  );
  await overwrite(keyFile, issued.key, 0o600);
  await overwrite(certFile, issued.certificate, 0o644);
  const { validTo } = new X509Certificate(issued.certificate);
  return { ...row, validTo: new Date(validTo), state: there ? 'renewed' : 'made' };
}

/** The certificate, where its key is there and its own; one that was cut off is made anew. */
async function readPair(certFile: string, keyFile: string): Promise<X509Certificate | undefined> {
  try {
    const certificate = new X509Certificate(await readFile(certFile));
    const key = createPrivateKey(await readFile(keyFile));
    return certificate.checkPrivateKey(key) ? certificate : undefined;
  } catch {
    return undefined;
  }
}
