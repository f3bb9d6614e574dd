/** Signed policy bundles for tests, and those who sign them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type Signer, signBundle } from '../../workbench/sign.ts';
import { committedBundle } from './bundles.ts';

export interface TestSigner extends Signer {
  readonly privateJwk: JWK;
  /** As it stands in a trust file. */
  readonly trusted: JWK & { readonly subject: string; readonly scope: string };
}

export const SCOPE = 'payscope';

/** @example const alice = await createSigner({ subject: 'alice@bank' }) */
export async function createSigner({
  subject = 'alice@bank',
  scope = SCOPE,
  algorithm = 'ES256',
}: {
  readonly subject?: string;
  readonly scope?: string;
  readonly algorithm?: string;
} = {}): Promise<TestSigner> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const key = await importJWK(await exportJWK(pair.privateKey), algorithm);
  if (key instanceof Uint8Array) throw new TypeError('no key pair');
  return {
    kid,
    subject,
    scope,
    algorithm,
    key,
    privateJwk: { ...(await exportJWK(pair.privateKey)), kid, alg: algorithm },
    trusted: { ...jwk, kid, alg: algorithm, use: 'sig', subject, scope },
  };
}

export function trustOf(...signers: readonly TestSigner[]): string {
  return JSON.stringify({ keys: signers.map(({ trusted }) => trusted) });
}

/** Signs one bundle after the other, each with a higher serial, for a day. */
export function bundleSigner(signer: TestSigner): (bundle: Uint8Array) => Promise<Uint8Array> {
  let serial = 0;
  return (bundle) => {
    serial += 1;
    const signedAt = new Date();
    const expiresAt = new Date(signedAt.getTime() + 24 * 3_600_000);
    return signBundle(bundle, { signer, serial, signedAt, expiresAt });
  };
}

export interface SignedPolicy {
  /** What a gateway has to be told; it looks for another bundle only when asked to. */
  readonly env: {
    readonly POLICY_BUNDLE_FILE: string;
    readonly POLICY_KEYS_FILE: string;
    readonly POLICY_POLL_SECONDS: string;
  };
  readonly sign: (bundle: Uint8Array) => Promise<Uint8Array>;
  readonly signer: TestSigner;
}

/** A bundle, the committed one unless told otherwise, signed and with its trust file in a folder. */
export async function signedPolicy(
  folder: string,
  bundle: Uint8Array = committedBundle(),
): Promise<SignedPolicy> {
  await mkdir(folder, { recursive: true });
  const signer = await createSigner();
  const sign = bundleSigner(signer);
  const env = {
    POLICY_BUNDLE_FILE: join(folder, 'bundle.tar.gz'),
    POLICY_KEYS_FILE: join(folder, 'trust.json'),
    POLICY_POLL_SECONDS: '0',
  };
  await writeFile(env.POLICY_BUNDLE_FILE, await sign(bundle));
  await writeFile(env.POLICY_KEYS_FILE, trustOf(signer));
  return { env, sign, signer };
}
