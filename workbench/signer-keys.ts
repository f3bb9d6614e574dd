/** The keys policy is signed with: the private half to its owner, the public one to a trust file. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import { ALGORITHMS } from '../gateway/policy/trust.ts';
import { codeOf } from '../lib/errors/index.ts';
import { writeWhole } from '../lib/write-whole.ts';
import type { Signer } from './sign.ts';
import { WorkbenchError } from './workbench-error.ts';

/** Every OPA takes it, in its servers' configuration as on the command line. */
const ALGORITHM = 'ES256';

export const DEFAULT_SCOPE = 'payscope';

const signerJwk = z.looseObject({
  kty: z.enum(['EC', 'RSA', 'OKP']),
  kid: z.string().min(1),
  alg: z.enum(ALGORITHMS),
  d: z.string(),
  subject: z.string().min(1),
  scope: z.string().min(1),
});

const trustSet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** What is told of a key: nothing secret. */
export interface SignerName {
  readonly kid: string;
  readonly subject: string;
  readonly scope: string;
}

/**
 * Makes a key pair, and the private JWK a new file that only its owner reads.
 * @throws {WorkbenchError} when the file is there already.
 * @example await makeSignerKey('alice.private.json', { subject: 'alice@bank', scope: 'payscope' })
 */
export async function makeSignerKey(
  file: string,
  whose: { readonly subject: string; readonly scope: string },
): Promise<SignerName> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const whole = { ...jwk, kid, alg: ALGORITHM, use: 'sig', ...whose };
  await writeNew(file, `${JSON.stringify(whole, undefined, 2)}\n`);
  return { kid, ...whose };
}

/**
 * Adds the public half of a key to a trust file, which is made when it isn't there. A key that is
 * in it stays as it is.
 * @throws {WorkbenchError} when either file is not what it should be.
 */
export async function addToTrust(trustFile: string, keyFile: string): Promise<SignerName> {
  const { d: _, ...publicJwk } = await readSignerJwk(keyFile);
  const { keys } = await readTrustFile(trustFile);
  if (!keys.some(({ kid }) => kid === publicJwk.kid)) {
    const text = JSON.stringify({ keys: [...keys, publicJwk] }, undefined, 2);
    await writeWhole(trustFile, `${text}\n`, 0o644);
  }
  const { kid, subject, scope } = publicJwk;
  return { kid, subject, scope };
}

/** @throws {WorkbenchError} when the file is not there or holds no signer's private key. */
export async function loadSigner(file: string): Promise<Signer> {
  const { kid, alg, subject, scope, ...jwk } = await readSignerJwk(file);
  const key = await importJWK({ ...jwk, alg }, alg);
  if (key instanceof Uint8Array) throw noSigner(file);
  return { kid, subject, scope, algorithm: alg, key };
}

async function readSignerJwk(file: string): Promise<z.output<typeof signerJwk>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new WorkbenchError(`${file} can't be read`, [], 'usage');
  });
  const jwk = signerJwk.safeParse(tryJson(text));
  if (!jwk.success) throw noSigner(file);
  return jwk.data;
}

function noSigner(file: string): WorkbenchError {
  const how = 'make one with `payscope policy keys new`';
  return new WorkbenchError(`${file} holds no key to sign policy with; ${how}`, [], 'usage');
}

async function readTrustFile(file: string): Promise<z.output<typeof trustSet>> {
  if (!existsSync(file)) return { keys: [] };
  const read = trustSet.safeParse(tryJson(await readFile(file, 'utf8')));
  if (read.success) return read.data;
  throw new WorkbenchError(`${file} is no JWK Set`, [], 'usage');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function writeNew(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await using target = await open(file, 'wx', 0o600);
    await target.writeFile(content);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new WorkbenchError(`${file} is there already; it would be lost`, [], 'usage');
  }
}
