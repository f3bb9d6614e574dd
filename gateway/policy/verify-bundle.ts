/**
 * Decides whether a bundle is what somebody who may sign policy has signed, for us, not too long
 * ago, and newer than what was in force
 * (https://www.openpolicyagent.org/docs/management-bundles#signing).
 */
import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import { type BundleFiles, unpackArchive } from './archive.ts';
import { BundleError, type BundleFault } from './bundle-error.ts';
import { hashFile, isStrongHash } from './hash-file.ts';
import { ALGORITHMS, type Trust, type TrustedKey } from './trust.ts';

/** A bundle whose signature holds. */
export interface VerifiedBundle {
  readonly archive: Uint8Array;
  /** SHA-256 of the archive's bytes. */
  readonly sha256: string;
  readonly revision: string;
  /** Grows with every signing; a bundle never gives way to one with a lower serial. */
  readonly serial: number;
  readonly signer: { readonly kid: string; readonly subject: string };
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

/** The highest serial that was in force, and which archive had it. */
export interface SeenSerial {
  readonly serial: number;
  readonly sha256: string;
}

export interface VerifyOptions {
  readonly now: Date;
  readonly scope: string;
  /** Absent where there was no bundle yet. */
  readonly last?: SeenSerial | undefined;
  /** `report` for the one that was in force before a restart: it stays, and its age is told. */
  readonly expired?: 'refuse' | 'report';
}

export const SIGNATURES_FILE = '.signatures.json';

/** Read before anybody has vouched for it. */
const SIGNATURES_BYTES_MAX = 1024 * 1024;

/** What clocks of the signer and the gateway may differ by. */
const CLOCK_SKEW_MS = 60_000;

/** It goes into a header of every answer and into every entry of the trail; neither takes all text. */
const REVISION = /^[ -~]{1,200}$/;

const signaturesSchema = z.object({
  signatures: z.array(z.string()),
  // Set by `opa build` for its own signer; a plugin's signatures would be its own affair.
  plugin: z.enum(['', '_default']).optional(),
});

const seconds = z.number().int().min(0).max(8_640_000_000_000);

const claimsSchema = z.object({
  files: z.array(z.object({ name: z.string(), hash: z.string(), algorithm: z.string() })),
  scope: z.string().optional(),
  iat: seconds,
  exp: seconds,
  serial: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

type Claims = z.output<typeof claimsSchema>;

/**
 * @throws {BundleError} with its kind, for whatever keeps the bundle from being used.
 * @example
 *   const { revision, serial, signer } = await verifyBundle(archive, trust, { now: new Date(), scope: 'payscope' });
 */
export async function verifyBundle(
  archive: Uint8Array,
  trust: Trust,
  options: VerifyOptions,
): Promise<VerifiedBundle> {
  const files = await unpackArchive(archive);
  const token = signatureOf(files);
  const key = keyOf(token, trust);
  const claims = await claimsOf(token, key);
  checkScope(claims, key, options.scope);
  checkTimes(claims, options);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  checkSerial(claims.serial, sha256, options.last);
  checkFiles(files, claims.files);
  return {
    archive,
    sha256,
    revision: revisionOf(files),
    serial: claims.serial,
    signer: { kid: key.kid, subject: key.subject },
    signedAt: new Date(claims.iat * 1000),
    expiresAt: new Date(claims.exp * 1000),
  };
}

function signatureOf(files: BundleFiles): string {
  const bases = [...files.keys()].map((name) => name.slice(name.lastIndexOf('/') + 1));
  if (bases.includes('patch.json')) {
    throw refusal('delta', 'it is a delta bundle; only whole ones are taken');
  }
  const file = files.get(SIGNATURES_FILE);
  if (file === undefined) throw refusal('unsigned', `it has no ${SIGNATURES_FILE}`);
  // OPA takes one in any folder for the bundle's.
  if (bases.filter((base) => base === SIGNATURES_FILE).length > 1) {
    throw refusal('several_signatures', `it has more than one ${SIGNATURES_FILE}`);
  }
  if (file.length > SIGNATURES_BYTES_MAX) {
    throw refusal('unreadable', `its ${SIGNATURES_FILE} is over 1 MiB`);
  }
  const { signatures } = parsed(SIGNATURES_FILE, file.toString('utf8'), signaturesSchema);
  const [token] = signatures;
  if (token === undefined) throw refusal('unsigned', `its ${SIGNATURES_FILE} has no signature`);
  if (signatures.length > 1) {
    throw refusal('several_signatures', `it has ${signatures.length} signatures, and may have one`);
  }
  return token;
}

/** OPA: the header's `kid`, or else the claim `keyid`. */
function keyOf(token: string, trust: Trust): TrustedKey {
  const { alg, kid } = headerOf(token);
  if (!ALGORITHMS.some((each) => each === alg)) {
    throw refusal('weak_algorithm', `its signature's algorithm is ${JSON.stringify(alg)}`);
  }
  const id = kid || keyIdClaimOf(token);
  const key = trust.get(id);
  if (key === undefined)
    throw refusal('wrong_key', `no trusted key has the id ${JSON.stringify(id)}`);
  if (key.algorithm !== alg) {
    throw refusal('wrong_key', `key ${id} is for ${key.algorithm}, the signature is ${alg}`);
  }
  return key;
}

function headerOf(token: string): { readonly alg?: string; readonly kid?: string } {
  try {
    return z
      .object({ alg: z.string(), kid: z.string().optional() })
      .parse(decodeProtectedHeader(token));
  } catch (cause) {
    throw refusal('unreadable', 'its signature is no JWS', cause);
  }
}

/** Read before anything is verified, and good for finding a key only. */
function keyIdClaimOf(token: string): string {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const claims = parsed('signature', payload, z.object({ keyid: z.string().optional() }));
  return claims.keyid ?? '';
}

async function claimsOf(token: string, { key, algorithm }: TrustedKey): Promise<Claims> {
  const { payload } = await compactVerify(token, key, { algorithms: [algorithm] }).catch(
    (cause: unknown) => {
      if (cause instanceof errors.JWSSignatureVerificationFailed) {
        throw refusal('tampered', 'its signature does not match', cause);
      }
      throw refusal('unreadable', 'its signature is no JWS', cause);
    },
  );
  return parsed('signature', new TextDecoder().decode(payload), claimsSchema);
}

function checkScope(claims: Claims, key: TrustedKey, scope: string): void {
  if (claims.scope !== scope) {
    const got = JSON.stringify(claims.scope ?? null);
    throw refusal('wrong_scope', `it is signed for the scope ${got}, and this is "${scope}"`);
  }
  if (key.scope !== scope) {
    throw refusal('wrong_scope', `${key.subject} signs for the scope "${key.scope}" only`);
  }
}

function checkTimes({ iat, exp }: Claims, { now, expired = 'refuse' }: VerifyOptions): void {
  if (iat * 1000 > now.getTime() + CLOCK_SKEW_MS) {
    throw refusal('not_yet_valid', `it is signed at ${timeOf(iat)}, in the future`);
  }
  if (exp <= iat) throw refusal('stale', 'it expired before it was signed');
  if (expired === 'refuse' && exp * 1000 <= now.getTime()) {
    throw refusal('stale', `its signature expired at ${timeOf(exp)}`);
  }
}

/** The same serial for other bytes would be two truths. */
function checkSerial(serial: number, sha256: string, last: SeenSerial | undefined): void {
  if (last === undefined || serial > last.serial) return;
  if (serial === last.serial && sha256 === last.sha256) return;
  throw refusal('rolled_back', `its serial is ${serial}, and ${last.serial} was in force already`);
}

/** Exactly the signed files, each with its hash. */
function checkFiles(files: BundleFiles, signed: Claims['files']): void {
  const hashes = new Map(signed.map(({ name, ...rest }) => [name.replace(/^\//, ''), rest]));
  if (hashes.size !== signed.length) throw refusal('tampered', 'it lists a file twice');
  for (const { name, algorithm } of signed) {
    if (!isStrongHash(algorithm)) {
      const which = JSON.stringify(algorithm);
      throw refusal(
        'weak_hash',
        `the hash of ${name} is ${which}; SHA-256 is the least that counts`,
      );
    }
  }
  for (const [name, content] of files) {
    if (name === SIGNATURES_FILE) continue;
    const expected = hashes.get(name);
    if (expected === undefined) throw refusal('tampered', `${name} is not among the signed files`);
    if (hashOf(name, content, expected.algorithm) !== expected.hash.toLowerCase()) {
      throw refusal('tampered', `${name} is not the file that was signed`);
    }
    hashes.delete(name);
  }
  const [missing] = hashes.keys();
  if (missing !== undefined) throw refusal('tampered', `the signed file ${missing} is missing`);
}

function hashOf(name: string, content: Buffer, algorithm: string): string {
  try {
    return hashFile(name, content, algorithm);
  } catch (cause) {
    throw refusal('tampered', `${name} is no JSON`, cause);
  }
}

function revisionOf(files: BundleFiles): string {
  const manifest = files.get('.manifest')?.toString('utf8') ?? '{}';
  const schema = z.object({ revision: z.string().regex(REVISION) });
  return parsed('.manifest', manifest, schema, 'unusable').revision;
}

function parsed<T>(
  what: string,
  text: string,
  schema: z.ZodType<T>,
  kind: BundleFault = 'unreadable',
): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw refusal(kind, `its ${what} is not what it should be`, cause);
  }
}

function refusal(kind: BundleFault, what: string, cause?: unknown): BundleError {
  return new BundleError(`the bundle is refused: ${what}`, { kind, cause });
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
