/** From the configuration to a writer of checkpoints: where they go, and the key that signs them. */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError } from '../../lib/config/index.ts';
import { loadSecret } from '../../lib/keys.ts';
import { filePlace } from './checkpoint/file-place.ts';
import { httpPlace } from './checkpoint/http-place.ts';
import { type NoteSigner, noteSigner } from './checkpoint/note-key.ts';
import type { CheckpointPlace } from './checkpoint/place.ts';
import { s3Place } from './checkpoint/s3-place.ts';
import { type CheckpointWriter, createCheckpointWriter } from './checkpoint-writer.ts';
import type { AuditConfig } from './config.ts';

export interface Checkpointing {
  readonly writer: CheckpointWriter;
  readonly everyMs: number;
}

/** The private half of an Ed25519 pair (RFC 8037). */
const PrivateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

const FILE = 'file:';
const S3 = 's3://';
const SECOND_MS = 1_000;

/**
 * @returns undefined where no place is configured
 * @throws {ConfigError} for a place without a good key to sign with
 */
export async function openCheckpoints(config: AuditConfig): Promise<Checkpointing | undefined> {
  const { AUDIT_CHECKPOINTS: where, AUDIT_CHECKPOINT_KEY_FILE: keyFile } = config;
  if (where === undefined) return undefined;
  if (keyFile === undefined) {
    throw new ConfigError(
      'AUDIT_CHECKPOINT_KEY_FILE: is not set; AUDIT_CHECKPOINTS takes one to sign with',
    );
  }
  const signerOf = await loadSigners(keyFile, config.AUDIT_CHECKPOINT_ORIGIN);
  const place = await openPlace(where, config);
  return {
    writer: createCheckpointWriter({ place, signerOf }),
    everyMs: config.AUDIT_CHECKPOINT_SECONDS * SECOND_MS,
  };
}

/** One key, under a name per bank: a checkpoint of one bank is none of another. */
export async function loadSigners(
  keyFile: string,
  prefix: string,
): Promise<(bankId: string) => NoteSigner> {
  const jwk = PrivateJwk.safeParse(JSON.parse(await readFile(keyFile, 'utf8')));
  if (!jwk.success) {
    throw new ConfigError(`AUDIT_CHECKPOINT_KEY_FILE: ${keyFile} holds no private Ed25519 key`);
  }
  const key = createPrivateKey({ key: jwk.data, format: 'jwk' });
  return (bankId) => noteSigner(originOf(prefix, bankId), key);
}

/** The name of a bank's log. */
export function originOf(prefix: string, bankId: string): string {
  return `${prefix}/${bankId}`;
}

async function openPlace(where: string, config: AuditConfig): Promise<CheckpointPlace> {
  if (where.startsWith(FILE)) return filePlace(where.slice(FILE.length));
  if (where.startsWith(S3)) return openBucket(where.slice(S3.length), config);
  const { AUDIT_CHECKPOINT_TOKEN_FILE: tokenFile } = config;
  const headers = tokenFile && { authorization: `Bearer ${await loadSecret(tokenFile)}` };
  return httpPlace({ base: where, ...(headers && { headers }) });
}

function openBucket(path: string, config: AuditConfig): Promise<CheckpointPlace> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config;
  const [bucket = '', ...prefix] = path.split('/');
  return s3Place({
    bucket,
    prefix: prefix.filter((part) => part !== '').join('/'),
    region: config.AWS_REGION,
    endpoint: config.AUDIT_CHECKPOINT_S3_ENDPOINT,
    ...(accessKeyId &&
      secretAccessKey && {
        credentials: { accessKeyId, secretAccessKey, sessionToken: config.AWS_SESSION_TOKEN },
      }),
  });
}
