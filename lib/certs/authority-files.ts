/** The development authority in its folder: `ca.pem`, `ca.key`, and which of it was made here. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { overwrite } from '../overwrite.ts';
import { certificatesIn } from '../tls/pem.ts';
import { type Authority, makeAuthority } from './certificate.ts';
import { LOCAL_NAMES, SERVICES, TRUST_DOMAIN } from './holders.ts';
import { isWorn } from './inspect.ts';

/** The folder holds what this command did not make, and will not overwrite. */
export class CertificatesError extends Error {
  override readonly name = 'CertificatesError';
}

export interface HeldAuthority extends Authority {
  readonly certificate: X509Certificate;
  /** Everything it may sign for. */
  readonly names: readonly string[];
  readonly state: 'made' | 'renewed' | 'kept';
  readonly file: string;
}

export interface AuthorityOptions {
  readonly names: readonly string[];
  readonly now: Date;
}

const SUBJECT = 'PayScope development CA';
const DAYS = 5 * 365;
const DAY_MS = 86_400_000;

/** Which authorities are ours, by fingerprint, the latest first, and the names that were asked for. */
const Made = z.object({ authorities: z.array(z.string()), names: z.array(z.string()) });

export function authorityFiles(dir: string) {
  return {
    certificate: join(dir, 'ca.pem'),
    key: join(dir, 'ca.key'),
    made: join(dir, 'made.json'),
  };
}

/**
 * Finds or makes it. One that is worn, or may not sign for a name that is wanted now, is followed by
 * another; `ca.pem` goes on holding the one before, so that nobody who has its certificates is refused.
 * @throws {CertificatesError} when the folder holds an authority of somebody else's.
 */
export async function ensureAuthority(
  dir: string,
  { names, now }: AuthorityOptions,
): Promise<HeldAuthority> {
  const found = await findOwn(dir);
  const wanted = [...new Set([...(found?.names ?? []), ...names])];
  const isWide = wanted.every((name) => found?.names.includes(name));
  if (found && isWide && !isWorn(found.certificate, now)) return { ...found, state: 'kept' };
  const files = authorityFiles(dir);
  const issued = makeAuthority({
    name: SUBJECT,
    names: [...new Set([...LOCAL_NAMES, ...SERVICES.map(({ name }) => name), ...wanted])],
    uriHost: TRUST_DOMAIN,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + DAYS * DAY_MS),
  });
  const certificate = new X509Certificate(issued.certificate);
  const before = found && new Date(found.certificate.validTo) > now ? found.certificate : undefined;
  const authorities = [certificate, ...(before ? [before] : [])].map((each) => each.fingerprint256);
  // First, so that whatever an interruption leaves behind is known as ours, and made anew.
  await overwrite(files.made, `${JSON.stringify({ authorities, names: wanted })}\n`, 0o644);
  await overwrite(files.key, issued.key, 0o600);
  await overwrite(files.certificate, issued.certificate + (before?.toString() ?? ''), 0o644);
  return {
    name: SUBJECT,
    key: createPrivateKey(issued.key),
    certificate,
    names: wanted,
    state: found ? 'renewed' : 'made',
    file: files.certificate,
  };
}

/** @returns undefined where there is none, or one of ours that an interruption left half written. */
async function findOwn(dir: string): Promise<Omit<HeldAuthority, 'state'> | undefined> {
  const files = authorityFiles(dir);
  if (!existsSync(files.certificate)) return undefined;
  const foreign = (why: string) =>
    new CertificatesError(
      `${files.certificate} is not an authority this command made (${why}), and stays as it is; ` +
        'move it away, or choose another folder',
    );
  const made = Made.safeParse(parseJson(await readFile(files.made, 'utf8').catch(() => '')));
  if (!made.success) throw foreign(`${files.made} does not say so`);
  const text = await readFile(files.certificate, 'utf8');
  if (text.trim() === '') return undefined;
  const [certificate] = certificatesIn(text);
  if (!certificate) throw foreign('it holds no certificate');
  if (!made.data.authorities.includes(certificate.fingerprint256)) throw foreign('it is another');
  const pem = await readFile(files.key, 'utf8').catch(() => undefined);
  if (pem === undefined) {
    throw new CertificatesError(
      `${files.key} is missing, and nothing can be signed without it; bring it back, or move ` +
        `${files.certificate} away to start with another authority`,
    );
  }
  const key = readKey(pem);
  if (!key || !certificate.checkPrivateKey(key)) return undefined;
  return { name: SUBJECT, key, certificate, names: made.data.names, file: files.certificate };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
