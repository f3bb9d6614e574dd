/** `payscope secrets` */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '../lib/certs/index.ts';
import { ensureKeyFile } from '../lib/envelope/index.ts';
import { ensureKeyPair, ensureSecret } from '../lib/keys.ts';
import { writeWhole } from '../lib/write-whole.ts';
import { EXIT, type ExitCode } from './exits.ts';
import type { CommandContext } from './main.ts';
import { prepareCertificates } from './prepare-certificates.ts';
import { rootPath } from './root.ts';
import { CHECKPOINT_KEY } from './start/place.ts';

const PASSWORDS = ['owner-password', 'app-password', 'cursor', 'mask', 'webhook'];

/** These stay with whoever made them; no container gets them. */
const SIGNER_KEY = 'policy-signer.private.json';
const AUTHORITY = ['ca.key', 'made.json'];
/** What auditors' keys are made of: `payscope audit key`. */
const CHECKPOINT_PUBLIC = `${CHECKPOINT_KEY}.public.json`;
const TRUST = 'policy-trust.json';

/** What containers read; others' files in the folder are none of ours. */
const MOUNTED = [
  'ca.pem',
  ...SERVICES.flatMap(({ name }) => [`${name}.pem`, `${name}.key`]),
  ...PASSWORDS.map((name) => `${name}.secret`),
  'hop.private.json',
  'hop.public.json',
  `${CHECKPOINT_KEY}.private.json`,
  'personal-data.json',
  TRUST,
];

const BUNDLE = 'bundle.tar.gz';
const EXPIRES_MS = 90 * 86_400_000;

/**
 * Makes the keys, passwords and certificates that docker-compose.yml mounts, and signs the policy it
 * starts with; what is there stays, but for certificates with little time left. A folder only its owner enters, and files all may read: containers
 * run as a user this machine doesn't know and get single files mounted, never the folder.
 */
export async function makeSecrets(
  { terminal }: CommandContext,
  options: { readonly dir: string; readonly policy: string },
): Promise<ExitCode> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  await chmod(options.dir, 0o700);
  await ensureKeyPair(options.dir, 'hop');
  await ensureKeyPair(options.dir, CHECKPOINT_KEY);
  await ensureKeyFile(join(options.dir, 'personal-data.json'));
  for (const name of PASSWORDS) await ensureSecret(options.dir, name);
  await prepareCertificates(options.dir);
  const bundle = await ensureSignedPolicy(options.dir, options.policy);
  for (const file of MOUNTED) await chmod(join(options.dir, file), 0o644);
  for (const file of [...MOUNTED, SIGNER_KEY, ...AUTHORITY, CHECKPOINT_PUBLIC])
    terminal.result(join(options.dir, file));
  terminal.result(bundle);
  return EXIT.ok;
}

/** In a folder that is mounted whole: a single mounted file would stay the old one. */
async function ensureSignedPolicy(dir: string, folder: string): Promise<string> {
  const { addToTrust, DEFAULT_SCOPE, loadSigner, makeSignerKey } = await import(
    '../workbench/signer-keys.ts'
  );
  const { nextSerial, signBundle } = await import('../workbench/sign.ts');
  const keyFile = join(dir, SIGNER_KEY);
  if (!existsSync(keyFile)) {
    const subject = `${userInfo().username}@${hostname()}`;
    await makeSignerKey(keyFile, { subject, scope: DEFAULT_SCOPE });
  }
  await addToTrust(join(dir, TRUST), keyFile);
  const file = join(folder, BUNDLE);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const signedAt = new Date();
  const signed = await signBundle(await readFile(rootPath('policies/bundle/bundle.tar.gz')), {
    signer: await loadSigner(keyFile),
    serial: nextSerial(signedAt),
    signedAt,
    expiresAt: new Date(signedAt.getTime() + EXPIRES_MS),
  });
  await writeWhole(file, signed, 0o644);
  return file;
}
