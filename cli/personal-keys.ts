/** The keys of personal data as a command uses them: as configured, else a file under DATA_DIR. */
import { join } from 'node:path';
import { ensureKeyFile, openPersonalKeys, type PersonalKeys } from '../lib/envelope/index.ts';
import type { CliConfig } from './config.ts';

/** Made where there is none yet. @returns what PERSONAL_KEYS takes. */
export async function ensurePersonalKeys(dataDir: string): Promise<string> {
  return `file:${await ensureKeyFile(join(dataDir, 'keys', 'personal-data.json'))}`;
}

/** @throws {ConfigError} for a PERSONAL_KEYS that names nothing; in production also for none. */
export async function reachPersonalKeys(config: CliConfig): Promise<PersonalKeys> {
  const { VAULT_TOKEN_FILE } = config;
  return openPersonalKeys({ PERSONAL_KEYS: await personalKeysOf(config), VAULT_TOKEN_FILE });
}

/** Undefined where production was given none. @returns what PERSONAL_KEYS takes. */
export async function personalKeysOf(config: CliConfig): Promise<string | undefined> {
  const { DATA_DIR, NODE_ENV, PERSONAL_KEYS: given } = config;
  // There, a key made on the way would be another than the one the subgraph has.
  const isGiven = given !== undefined || NODE_ENV === 'production';
  return isGiven ? given : ensurePersonalKeys(DATA_DIR);
}
