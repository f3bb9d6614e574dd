/** Where verification keys come from: a remote JWK Set, or the built-in development issuer. */
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { ensureKeyPair, readJwks } from '../../lib/keys.ts';
import { readKeySet } from './key-set.ts';

export interface KeySource {
  readonly keys: JWTVerifyGetKey;
  /** Another number whenever the set is another. */
  readonly version: () => number;
  /** @throws {KeysUnavailable} while no token can be checked. */
  readonly ready: () => Promise<void>;
  /** The development issuer's public keys, to be served; undefined with a remote issuer. */
  readonly published: JSONWebKeySet | undefined;
}

/** Keys that stay as they are. */
export function fixedKeys(published: JSONWebKeySet): KeySource {
  const { find } = readKeySet(published);
  return { keys: find, version: () => 0, ready: async () => {}, published };
}

/** @param dir the keys folder, shared with `payscope token`. */
export async function developmentKeys(dir: string): Promise<KeySource> {
  const { publicFile } = await ensureKeyPair(dir, 'issuer');
  return fixedKeys(await readJwks(publicFile));
}
