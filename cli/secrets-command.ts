/** `payscope secrets` */
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureKeyPair, ensureSecret } from '../lib/keys.ts';
import { EXIT, type ExitCode } from './exits.ts';
import type { CommandContext } from './main.ts';

const PASSWORDS = ['owner-password', 'app-password', 'cursor'];

/**
 * Makes the keys and passwords that docker-compose.yml mounts; those that are there stay. A folder
 * only its owner enters, and files all may read: containers run as a user this machine doesn't know
 * and get single files mounted, never the folder.
 */
export async function makeSecrets(
  { terminal }: CommandContext,
  options: { readonly dir: string },
): Promise<ExitCode> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  await chmod(options.dir, 0o700);
  await ensureKeyPair(options.dir, 'hop');
  for (const name of PASSWORDS) await ensureSecret(options.dir, name);
  const files = (await readdir(options.dir)).filter((file) => /\.(secret|json)$/.test(file)).sort();
  for (const file of files) {
    await chmod(join(options.dir, file), 0o644);
    terminal.result(join(options.dir, file));
  }
  return EXIT.ok;
}
