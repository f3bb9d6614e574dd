/** Key files under DATA_DIR/keys, made on first use and readable by their owner only. */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { z } from 'zod';
import { codeOf } from './errors/index.ts';
import { writeFirst } from './write-whole.ts';

export interface KeyPairFiles {
  /** The private JWK (RFC 7517), Ed25519. */
  readonly privateFile: string;
  /** A JWK Set with the public half. */
  readonly publicFile: string;
}

export interface SigningKey {
  readonly key: KeyObject;
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/** Public Ed25519 keys by their `kid`. */
export type KeySet = ReadonlyMap<string, KeyObject>;

/** An Ed25519 public key (RFC 8037 §2) with a name to find it by; what else it says is left out. */
const PublicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string().min(1),
});
const PrivateJwk = PublicJwk.partial({ kid: true }).extend({ d: z.string() });
const PublicJwks = z.object({ keys: z.array(PublicJwk) });

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

/** @throws when the file holds no private Ed25519 JWK. */
export async function loadPrivateKey(file: string): Promise<SigningKey> {
  const jwk = PrivateJwk.parse(JSON.parse(await readFile(file, 'utf8')));
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return { key, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)) };
}

/** @throws when the file holds no JWK Set, or one with a key that is no Ed25519 key with a `kid`. */
export async function loadJwks(file: string): Promise<KeySet> {
  const { keys } = PublicJwks.parse(JSON.parse(await readFile(file, 'utf8')));
  return new Map(
    keys.map(({ kid, ...jwk }) => [kid, createPublicKey({ key: jwk, format: 'jwk' })]),
  );
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
