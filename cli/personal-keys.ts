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
  const { DATA_DIR, NODE_ENV, PERSONAL_KEYS: given, VAULT_TOKEN_FILE } = config;
  // There, a key made on the way would be another than the one the subgraph has.
  const isGiven = given !== undefined || NODE_ENV === 'production';
  const PERSONAL_KEYS = isGiven ? given : await ensurePersonalKeys(DATA_DIR);
  return openPersonalKeys({ PERSONAL_KEYS, VAULT_TOKEN_FILE });
}
