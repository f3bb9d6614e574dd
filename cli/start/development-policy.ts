/** On a developer's machine: a key of its own, and the policy signed with it at every start. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../lib/write-whole.ts';
import { signBundle } from '../../workbench/sign.ts';
import {
  addToTrust,
  DEFAULT_SCOPE,
  loadSigner,
  makeSignerKey,
} from '../../workbench/signer-keys.ts';

export interface DevelopmentPolicy {
  /** For the gateway. */
  readonly bundleFile: string;
  readonly keysFile: string;
  /** Signs it with the next serial and puts it where the gateway looks. */
  readonly publish: (bundle: Uint8Array) => Promise<{ readonly serial: number }>;
}

const SUBJECT = 'developer@localhost';
const DAYS = 90;

const serialState = z.object({ serial: z.number().int() });

/** @example const policy = await openDevelopmentPolicy('.data'); await policy.publish(bundle) */
export async function openDevelopmentPolicy(
  dataDir: string,
  { scope = DEFAULT_SCOPE, now = () => new Date() } = {},
): Promise<DevelopmentPolicy> {
  const folder = join(dataDir, 'policy', 'development');
  const keyFile = join(dataDir, 'keys', `policy-signer.${scope}.private.json`);
  const keysFile = join(folder, 'trust.json');
  const bundleFile = join(folder, 'bundle.tar.gz');
  const serialFile = join(folder, 'serial.json');
  if (!existsSync(keyFile)) await makeSignerKey(keyFile, { subject: SUBJECT, scope });
  await addToTrust(keysFile, keyFile);
  const signer = await loadSigner(keyFile);
  // The gateway's own record too: it may have had another bundle than ours in between.
  const serialFiles = [serialFile, join(dataDir, 'policy', 'state.json')];
  return {
    bundleFile,
    keysFile,
    publish: async (bundle) => {
      const serial = 1 + Math.max(...(await Promise.all(serialFiles.map(readSerial))));
      const signedAt = now();
      const expiresAt = new Date(signedAt.getTime() + DAYS * 86_400_000);
      const signed = await signBundle(bundle, { signer, serial, signedAt, expiresAt });
      await writeWhole(serialFile, `${JSON.stringify({ serial })}\n`, 0o600);
      await writeWhole(bundleFile, signed, 0o600);
      return { serial };
    },
  };
}

/** What can't be read counts as none: then the gateway refuses, and says why. */
async function readSerial(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return serialState.parse(JSON.parse(text)).serial;
  } catch {
    return 0;
  }
}
