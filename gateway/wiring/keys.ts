/** Keys and secrets out of their files. */
import { join } from 'node:path';
import { ConfigError } from '../../lib/config/index.ts';
import { ensureSecret, loadPrivateKey, loadSecret, type SigningKey } from '../../lib/keys.ts';
import type { GatewayConfig } from '../config.ts';
import { createMaskKeys, type MaskKeys } from '../policy/index.ts';

/** @throws {ConfigError} when the file is no private key. */
export async function hopKeyOf({ hopKeyFile }: GatewayConfig): Promise<SigningKey | undefined> {
  if (!hopKeyFile) return undefined;
  return loadPrivateKey(hopKeyFile).catch((cause: unknown) => {
    throw new ConfigError(`HOP_KEY_FILE: "${hopKeyFile}" is no private key`, { cause });
  });
}

/** @throws {ConfigError} when the file can't be read. */
export async function maskKeysOf({ maskKeyFile, dataDir }: GatewayConfig): Promise<MaskKeys> {
  const file = maskKeyFile ?? (await ensureSecret(join(dataDir, 'keys'), 'mask'));
  const secret = await loadSecret(file).catch((cause: unknown) => {
    throw new ConfigError(`MASK_KEY_FILE: "${file}" can't be read`, { cause });
  });
  return createMaskKeys(secret);
}
