/** `payscope keys add` */
import { KeysBeingAdded, addKey as toFile } from '../../lib/envelope/index.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { personalKeysOf } from '../personal-keys.ts';

const FILE = 'file:';

/** Processes that run find it when they first meet what it wrapped. */
export async function addKey(
  { environment, terminal }: CommandContext,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  const where = await personalKeysOf(readCliConfig(environment));
  if (!where?.startsWith(FILE)) {
    throw new UsageError(
      `PERSONAL_KEYS: ${where ?? 'is not set'}; a key is added to a file only. Make it there, then run payscope keys rotate.`,
    );
  }
  const file = where.slice(FILE.length);
  const keyId = await toFile(file).catch((error: unknown) => {
    if (error instanceof KeysBeingAdded) throw new EnvironmentError(error.message);
    throw error;
  });
  terminal.result(
    json
      ? JSON.stringify({ keyId, file })
      : `${keyId} is in ${file}. Keep a copy of it, then: payscope keys rotate --all`,
  );
  return EXIT.ok;
}
