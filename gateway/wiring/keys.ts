/** Keys and secrets out of their files. */
import { join } from 'node:path';
import { ConfigError } from '../../lib/config/index.ts';
import type { Followed } from '../../lib/follow-file.ts';
import { followHopSigner } from '../../lib/hop/index.ts';
import { ensureSecret, loadSecret, type SigningKey } from '../../lib/keys.ts';
import type { Log } from '../../lib/log.ts';
import type { GatewayConfig } from '../config.ts';
import { createMaskKeys, type MaskKeys } from '../policy/index.ts';

/**
 * As the file has it at each moment, so that the key can rotate.
 * @throws {ConfigError} when the file is no private key.
 */
export async function hopKeyOf(
  { hopKeyFile }: GatewayConfig,
  log: Log,
): Promise<Followed<SigningKey> | undefined> {
  if (!hopKeyFile) return undefined;
  const onFailure = (err: unknown) =>
    log.error({ err }, 'HOP_KEY_FILE holds no key now; the one from before counts on');
  return followHopSigner(hopKeyFile, onFailure).catch((cause: unknown) => {
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
