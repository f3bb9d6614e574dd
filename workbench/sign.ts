/** Signs policy bundles, as `opa sign` does, with the claims the gateway asks for besides. */
import { gzipSync } from 'node:zlib';
import { CompactSign, type CryptoKey } from 'jose';
import { pack } from 'tar-stream';
import { z } from 'zod';
import { type BundleFiles, unpackArchive } from '../gateway/policy/archive.ts';
import { hashFile } from '../gateway/policy/hash-file.ts';
import { SIGNATURES_FILE } from '../gateway/policy/verify-bundle.ts';

/** A key that signs, and for whom. */
export interface Signer {
  readonly kid: string;
  readonly subject: string;
  readonly scope: string;
  readonly algorithm: string;
  readonly key: CryptoKey;
}

export interface Signing {
  readonly signer: Signer;
  /** Higher than that of every bundle the gateways have had. */
  readonly serial: number;
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

const HASH = 'SHA-256';

const signaturesSchema = z.object({ signatures: z.tuple([z.string()]) });

/**
 * The bundle with one signature, in place of any it had. Its other files stay as they are.
 * @throws {BundleError} when the archive is none.
 * @example await signBundle(bundle, { signer, serial: 12, signedAt: new Date(), expiresAt })
 */
export async function signBundle(archive: Uint8Array, signing: Signing): Promise<Uint8Array> {
  const files = new Map(await unpackArchive(archive));
  files.delete(SIGNATURES_FILE);
  const token = await tokenFor(files, signing);
  const signatures = JSON.stringify({ signatures: [token] });
  return archiveOf(files.set(SIGNATURES_FILE, Buffer.from(signatures)));
}

/** A serial that grows with time, and past one that is known. */
export function nextSerial(now: Date, last = 0): number {
  return Math.max(Math.floor(now.getTime() / 1000), last + 1);
}

/**
 * The serial a bundle says it has, whoever signed it; undefined of one that says none.
 * @throws {BundleError} when the archive is none.
 */
export async function serialIn(archive: Uint8Array): Promise<number | undefined> {
  const file = (await unpackArchive(archive)).get(SIGNATURES_FILE);
  if (file === undefined) return undefined;
  const claims = z.object({ serial: z.number().int().min(0) });
  try {
    const { signatures } = signaturesSchema.parse(JSON.parse(file.toString('utf8')));
    const [, payload = ''] = signatures[0].split('.');
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).serial;
  } catch {
    return undefined;
  }
}

function tokenFor(files: BundleFiles, { signer, serial, ...times }: Signing): Promise<string> {
  const payload = {
    files: [...files].map(([name, content]) => ({
      name,
      hash: hashFile(name, content, HASH),
      algorithm: HASH,
    })),
    // OPA before 0.23 looks for the key's id here.
    keyid: signer.kid,
    scope: signer.scope,
    iat: Math.floor(times.signedAt.getTime() / 1000),
    exp: Math.floor(times.expiresAt.getTime() / 1000),
    serial,
  };
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: signer.algorithm, kid: signer.kid })
    .sign(signer.key);
}

/** Without times and owners, as OPA writes it: the same files make the same bytes. */
async function archiveOf(files: BundleFiles): Promise<Uint8Array> {
  const writing = pack();
  const mtime = new Date(0);
  for (const [name, content] of files) {
    writing.entry({ name: `/${name}`, mode: 0o600, mtime }, content);
  }
  writing.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of writing) if (part instanceof Uint8Array) parts.push(part);
  return gzipSync(Buffer.concat(parts));
}
