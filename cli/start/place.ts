/** What `payscope start` keeps under DATA_DIR. */
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { certificatesDir } from '../../lib/db/index.ts';
import { ensureKeyPair, ensureSecret } from '../../lib/keys.ts';
import { ensurePersonalKeys } from '../personal-keys.ts';

export interface Place {
  readonly dataDir: string;
  /** Compiled JavaScript of the processes: saves a second of every start but the first. */
  readonly compileCacheDir: string;
  readonly hopKeyFile: string;
  readonly hopJwksFile: string;
  readonly cursorSecretFile: string;
  /** Signs checkpoints of the audit trail. */
  readonly checkpointKeyFile: string;
  /** As PERSONAL_KEYS takes it. */
  readonly personalKeys: string;
  readonly webhookSecretFile: string;
  /** The development authority, and the certificates of gateway, subgraphs and database. */
  readonly certsDir: string;
  logFile(process: string): string;
}

/** Of the pair under DATA_DIR/keys: `.private.json` and `.public.json` follow. */
export const CHECKPOINT_KEY = 'checkpoint';

export const PROCESS_NAMES = ['subgraphs', 'gateway'] as const;

/** Makes directories and keys that are missing, and puts the last run's logs aside. */
export async function preparePlace(dataDirGiven: string): Promise<Place> {
  const dataDir = resolve(dataDirGiven);
  const keyDir = join(dataDir, 'keys');
  const logDir = join(dataDir, 'logs');
  await mkdir(logDir, { recursive: true, mode: 0o700 });
  const logFile = (name: string) => join(logDir, `${name}.log`);
  await Promise.all(
    PROCESS_NAMES.map((name) =>
      rename(logFile(name), join(logDir, `${name}.previous.log`)).catch(() => undefined),
    ),
  );
  const hop = await ensureKeyPair(keyDir, 'hop');
  const checkpoint = await ensureKeyPair(keyDir, CHECKPOINT_KEY);
  return {
    dataDir,
    compileCacheDir: join(dataDir, 'compile-cache'),
    hopKeyFile: hop.privateFile,
    hopJwksFile: hop.publicFile,
    checkpointKeyFile: checkpoint.privateFile,
    cursorSecretFile: await ensureSecret(keyDir, 'cursor'),
    personalKeys: await ensurePersonalKeys(dataDir),
    webhookSecretFile: await ensureSecret(keyDir, 'webhook'),
    certsDir: certificatesDir(dataDir),
    logFile,
  };
}
