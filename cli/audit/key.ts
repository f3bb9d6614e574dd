/** `payscope audit key`: the line an auditor is given once, to check a bank's checkpoints with. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../../lib/config/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import { formatVerifierKey, noteVerifier } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { AuditConfigSchema } from '../../subgraphs/audit/config.ts';
import { originOf } from '../../subgraphs/audit/open-checkpoints.ts';
import { bankOf } from '../banks.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { CHECKPOINT_KEY } from '../start/place.ts';

export interface KeyOptions {
  readonly bank: string;
  readonly keyFile?: string;
}

/** What is private in it is left where it is. */
const Jwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

const KeyFile = z.union([
  Jwk,
  z.object({ keys: z.tuple([Jwk]) }).transform(({ keys: [only] }) => only),
]);

export async function printKey(
  { environment, terminal }: CommandContext,
  { bank, keyFile }: KeyOptions,
): Promise<ExitCode> {
  const bankId = await bankOf(bank);
  const config = readConfig(AuditConfigSchema, environment);
  const { DATA_DIR } = readCliConfig(environment);
  const made = join(DATA_DIR, 'keys', `${CHECKPOINT_KEY}.public.json`);
  const publicKey = await readKey(keyFile ?? config.AUDIT_CHECKPOINT_KEY_FILE ?? made);
  const name = originOf(config.AUDIT_CHECKPOINT_ORIGIN, bankId);
  terminal.result(formatVerifierKey(noteVerifier(name, publicKey)));
  return EXIT.ok;
}

async function readKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new EnvironmentError(`there is no key yet: ${file}. Run payscope start.`);
  });
  try {
    return createPublicKey({ key: KeyFile.parse(JSON.parse(text)), format: 'jwk' });
  } catch {
    throw new UsageError(`${file} holds no Ed25519 key: a JWK, or a JWK Set of one`);
  }
}
