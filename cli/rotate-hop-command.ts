/** `payscope secrets rotate`: a new hop key, while gateway and subgraphs go on serving. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import { newPrivateJwk, publicJwkOf } from '../lib/keys.ts';
import { overwrite } from '../lib/overwrite.ts';
import { writeWhole } from '../lib/write-whole.ts';
import { EXIT, type ExitCode, UsageError } from './exits.ts';
import type { CommandContext } from './main.ts';

export interface RotateOptions {
  readonly dir: string;
  readonly json?: boolean;
}

/** Subgraphs look at their file every second, and at once for a key they don't know. */
const READ_MS = 3_000;
/** The longest life of a token, the tolerance of clocks, and the second the gateway may take. */
const LAST_TOKEN_MS = 65_000;

/** Of a file that is not there yet; one that is keeps its own. */
const MODE = 0o600;

const Key = z.looseObject({ kty: z.string(), x: z.string(), kid: z.string().optional() });
const KeySet = z.object({ keys: z.array(Key) });

/**
 * Publishes the new public key beside the old, switches the private one, waits until no token of
 * the old key is alive, and takes the old one back. Run again after an interruption, it goes on
 * with the key it had begun.
 * @throws {UsageError} where the folder holds no hop key.
 */
export async function rotateHop(
  { terminal }: CommandContext,
  { dir, json = false }: RotateOptions,
  wait: (ms: number) => Promise<unknown> = (ms) => pause(ms),
): Promise<ExitCode> {
  const files = {
    private: join(dir, 'hop.private.json'),
    public: join(dir, 'hop.public.json'),
    next: join(dir, 'hop.next.private.json'),
  };
  if (!existsSync(files.private)) {
    throw new UsageError(`${files.private} is not there; \`payscope secrets\` makes it`);
  }
  const isResumed = existsSync(files.next);
  if (!isResumed) await writeWhole(files.next, line(await newPrivateJwk()), MODE);
  const next = await readKey(files.next);
  const old = await publishedKeys(files);

  terminal.progress(`publishing key ${kidOf(next)} beside ${old.map(kidOf).join(', ')}`);
  await overwrite(files.public, line({ keys: unique([publicJwkOf(next), ...old]) }), MODE);
  await wait(READ_MS);
  terminal.progress('signing with it from now on');
  await overwrite(files.private, line(next), MODE);
  terminal.progress(`waiting ${LAST_TOKEN_MS / 1_000} s for the last tokens of the old key to end`);
  await wait(LAST_TOKEN_MS);
  await overwrite(files.public, line({ keys: [publicJwkOf(next)] }), MODE);
  await rm(files.next);

  const retired = old.map(kidOf).filter((kid) => kid !== kidOf(next));
  terminal.result(
    json
      ? JSON.stringify({ kid: kidOf(next), retired, resumed: isResumed })
      : `hop key ${kidOf(next)} is in force; ${retired.join(', ')} is refused from now on`,
  );
  return EXIT.ok;
}

/** Those subgraphs take now; where that file was cut off, at least the one the gateway signs with. */
async function publishedKeys(files: { private: string; public: string }): Promise<readonly JWK[]> {
  const found = await readFile(files.public, 'utf8').catch(() => '');
  try {
    return KeySet.parse(JSON.parse(found)).keys;
  } catch {
    return [publicJwkOf(await readKey(files.private))];
  }
}

async function readKey(file: string): Promise<JWK> {
  const jwk: JWK = Key.extend({ d: z.string() }).parse(JSON.parse(await readFile(file, 'utf8')));
  return { ...jwk, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)) };
}

function unique(keys: readonly JWK[]): readonly JWK[] {
  return [...new Map(keys.map((key) => [kidOf(key), key])).values()];
}

function kidOf({ kid }: JWK): string {
  return kid ?? 'without an id';
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
