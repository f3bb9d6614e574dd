/** Verifies bundles by the trust file as it is at that moment. */
import { readFile } from 'node:fs/promises';
import type { BundleConfig } from '../bundle-config.ts';
import {
  BundleError,
  parseTrust,
  type VerifiedBundle,
  type VerifyOptions,
  verifyBundle,
} from '../policy/index.ts';

/** @throws {BundleError} for whatever keeps the archive from being used. */
export type Verify = (
  archive: Uint8Array,
  options: Pick<VerifyOptions, 'last' | 'expired'>,
) => Promise<VerifiedBundle>;

/** The trust file is read every time: whom it names no more signs nothing any more. */
export function createVerifier({ keysFile, scope }: BundleConfig, now: () => Date): Verify {
  return async (archive, options) => {
    const trust = await readFile(keysFile, 'utf8')
      .then(parseTrust)
      .catch((cause: unknown) => {
        const message = `POLICY_KEYS_FILE: "${keysFile}" is no trust file, so no signature counts`;
        throw new BundleError(message, { cause, kind: 'no_keys' });
      });
    return verifyBundle(archive, trust, { ...options, now: now(), scope });
  };
}
