/** Key files under DATA_DIR/keys, made on first use and readable by their owner only. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { codeOf } from './errors/index.ts';
import { writeFirst } from './write-whole.ts';

export interface KeyPairFiles {
  /** The private JWK (RFC 7517), Ed25519. */
  readonly privateFile: string;
  /** A JWK Set with the public half. */
  readonly publicFile: string;
}

export interface SigningKey {
  readonly key: CryptoKey;
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/** A verifier's view of a JWK Set, as jose's jwtVerify takes it. */
export type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * Finds or makes an Ed25519 pair (RFC 8037): `<name>.private.json` and `<name>.public.json`. The
 * public file is always written from the private one, so the two can't be of different pairs.
 */
export async function ensureKeyPair(dir: string, name: string): Promise<KeyPairFiles> {
  const files = {
    privateFile: join(dir, `${name}.private.json`),
    publicFile: join(dir, `${name}.public.json`),
  };
  if (!(await readIfThere(files.privateFile))) {
    await writeFirst(files.privateFile, `${JSON.stringify(await newPrivateJwk())}\n`);
  }
  if (!(await readIfThere(files.publicFile))) {
    const privateJwk: JWK = JSON.parse(await readFile(files.privateFile, 'utf8'));
    await writeFirst(files.publicFile, `${JSON.stringify({ keys: [publicJwkOf(privateJwk)] })}\n`);
  }
  return files;
}

/** A new Ed25519 key (RFC 8037), with its RFC 7638 thumbprint as `kid`. */
export async function newPrivateJwk(): Promise<JWK> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { ...jwk, kid, alg: 'EdDSA', use: 'sig' };
}

export function publicJwkOf({ d: _, ...publicJwk }: JWK): JWK {
  return publicJwk;
}

/** @throws when the file holds no private JWK. */
export async function loadPrivateKey(file: string): Promise<SigningKey> {
  const jwk: JWK = JSON.parse(await readFile(file, 'utf8'));
  const key = await importJWK(jwk, 'EdDSA');
  if (key instanceof Uint8Array || key.type !== 'private') {
    throw new Error(`${file} holds no private key`);
  }
  return { key, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)) };
}

/** @throws when the file holds no JWK Set. */
export async function loadJwks(file: string): Promise<KeySet> {
  return createLocalJWKSet(await readJwks(file));
}

export async function readJwks(file: string): Promise<JSONWebKeySet> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Finds or makes a secret of 32 random bytes, kept as base64url. */
export async function ensureSecret(dir: string, name: string): Promise<string> {
  const file = join(dir, `${name}.secret`);
  if (!(await readIfThere(file))) {
    await writeFirst(file, `${randomBytes(32).toString('base64url')}\n`);
  }
  return file;
}

export async function loadSecret(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
