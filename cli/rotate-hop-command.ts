/** `payscope secrets rotate`: a new hop key, while gateway and subgraphs go on serving. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import { newPrivateJwk, publicJwkOf } from '../lib/keys.ts';
import { overwrite } from '../lib/overwrite.ts';
import { writeFirst } from '../lib/write-whole.ts';
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
const PrivateKey = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(Key.extend({ d: z.string() }));
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
  // Of two at once, the second goes on with the first one's key.
  const isResumed =
    existsSync(files.next) || !(await writeFirst(files.next, line(await newPrivateJwk())));
  const next = await readKey(files.next);
  const old = await publishedKeys(files);
  const waitOut = async (ms: number): Promise<void> => {
    await wait(ms);
    await checkStillOurs(files.next, next);
  };

  terminal.progress(`publishing key ${kidOf(next)} beside ${old.map(kidOf).join(', ')}`);
  await overwrite(files.public, line({ keys: unique([publicJwkOf(next), ...old]) }), MODE);
  await waitOut(READ_MS);
  terminal.progress('signing with it from now on');
  await overwrite(files.private, line(next), MODE);
  terminal.progress(`waiting ${LAST_TOKEN_MS / 1_000} s for the last tokens of the old key to end`);
  await waitOut(LAST_TOKEN_MS);
  await overwrite(files.public, line({ keys: [publicJwkOf(next)] }), MODE);
  await rm(files.next, { force: true });

  const retired = old.map(kidOf).filter((kid) => kid !== kidOf(next));
  terminal.result(
    json
      ? JSON.stringify({ kid: kidOf(next), retired, resumed: isResumed })
      : [
          `hop key ${kidOf(next)} is in force`,
          ...retired.map((kid) => `${kid} is refused from now on`),
        ].join('; '),
  );
  return EXIT.ok;
}

/** One that was overtaken would take back the key that is in force by now. */
async function checkStillOurs(file: string, next: JWK): Promise<void> {
  const found = existsSync(file) ? await readKey(file) : undefined;
  if (found?.kid === next.kid) return;
  throw new UsageError(
    'another rotation of this folder has ended meanwhile; nothing is left to do',
  );
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
  const jwk = PrivateKey.safeParse(await readFile(file, 'utf8')).data;
  if (!jwk) {
    throw new UsageError(
      `${file} holds no private JWK; restore it, or remove it and hop.public.json and run \`payscope secrets\``,
    );
  }
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
