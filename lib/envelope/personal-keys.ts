/** The key-encryption key a process was configured with, and the keys it has unwrapped. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/index.ts';
import { createKeyCache, type KeyCache } from './key-cache.ts';
import { openKeyFile } from './providers/local-file.ts';
import type { KeyProvider } from './providers/provider.ts';
import { RETRY } from './providers/retry.ts';
import { vaultTransit } from './providers/vault-transit.ts';

export interface PersonalKeys {
  readonly provider: KeyProvider;
  readonly cache: KeyCache;
}

export interface PersonalKeysConfig {
  /** `file:<path>`, `vault:<https URL>/<mount>/<key>` or the ARN of a key in AWS KMS. */
  readonly PERSONAL_KEYS?: string | undefined;
  /** Read anew for each call, so that a renewed token is used. */
  readonly VAULT_TOKEN_FILE?: string | undefined;
}

const TAKES =
  'takes file:<path>, vault:https://<host>/<mount>/<key>, or the ARN of a key in AWS KMS';
const FILE = 'file:';
const VAULT = 'vault:';
const ARN = /^arn:aws[\w-]*:kms:/;
/** Some hundred bytes each. */
const KEYS_MAX = 20_000;
const KEY_TTL_MS = 300_000;
const ATTEMPT_TIMEOUT_MS = 2_000;

/** @throws {ConfigError} naming the variable; what opening the file throws. */
export async function openPersonalKeys(config: PersonalKeysConfig): Promise<PersonalKeys> {
  return {
    provider: await openProvider(config),
    cache: createKeyCache({ entriesMax: KEYS_MAX, ttlMs: KEY_TTL_MS }),
  };
}

async function openProvider(config: PersonalKeysConfig): Promise<KeyProvider> {
  const { PERSONAL_KEYS: where } = config;
  if (where === undefined) throw new ConfigError(`PERSONAL_KEYS: is missing; ${TAKES}`);
  if (where.startsWith(FILE)) return openKeyFile(where.slice(FILE.length));
  if (where.startsWith(VAULT)) return openVault(where.slice(VAULT.length), config.VAULT_TOKEN_FILE);
  if (ARN.test(where)) {
    // Its client takes a while to load, and most processes have no use for it.
    const { awsKms } = await import('./providers/aws-kms.ts');
    return awsKms({ keyArn: where, timeoutMs: ATTEMPT_TIMEOUT_MS, retry: RETRY });
  }
  throw new ConfigError(`PERSONAL_KEYS: got "${where}"; ${TAKES}`);
}

function openVault(text: string, tokenFile: string | undefined): KeyProvider {
  if (tokenFile === undefined) {
    throw new ConfigError('PERSONAL_KEYS: a Vault takes VAULT_TOKEN_FILE beside it');
  }
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const [, mount, keyName, ...more] = address?.pathname.split('/') ?? [];
  if (!address || !mount || !keyName || more.length > 0) {
    throw new ConfigError(
      `PERSONAL_KEYS: got "vault:${text}"; takes vault:https://<host>/<mount>/<key>`,
    );
  }
  return vaultTransit({
    address,
    mount,
    keyName,
    token: async () => (await readFile(tokenFile, 'utf8')).trim(),
    timeoutMs: ATTEMPT_TIMEOUT_MS,
    retry: RETRY,
  });
}
