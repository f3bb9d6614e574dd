/** Key-encryption keys in a file of our own: for development, and for machines without a vault. */
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from '../../errors/index.ts';
import { writeWhole } from '../../write-whole.ts';
import { KEY_BYTES } from '../aes-gcm.ts';
import { type KeyProvider, KeyProviderError } from './provider.ts';
import { unwrapWith, wrapWith } from './wrap.ts';

const PREFIX = 'file:';
const WRITABLE_BY_OTHERS = 0o022;

const Key = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  key: z.base64url().refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES),
});
/** The last key is the one to wrap with. */
const KeyFile = z.object({ keys: z.array(Key).min(1) });

/**
 * @throws when the file holds no keys, or others than its owner may write it.
 * @example const provider = await openKeyFile(`${dataDir}/keys/personal-data.json`)
 */
export async function openKeyFile(file: string): Promise<KeyProvider> {
  const keys = await readKeys(file);
  const current = keys.at(-1);
  if (!current) throw new Error(`${file} holds no keys`);
  const byId = new Map(keys.map(({ id, key }) => [PREFIX + id, Buffer.from(key, 'base64url')]));
  const keyId = PREFIX + current.id;
  const keyOf = (id: string): Buffer => {
    const found = byId.get(id);
    if (!found) throw new KeyProviderError('REFUSED', `the key file has no key ${id}`);
    return found;
  };
  return {
    keyId: async () => keyId,
    knows: (id) => byId.has(id),
    wrap: async (dataKey, context) => wrapWith({ keyId, key: keyOf(keyId) }, dataKey, context),
    unwrap: async (wrapped, context) => unwrapWith(keyOf(wrapped.keyId), wrapped, context),
  };
}

/** Adds a key to wrap with from now on, and keeps those before for what they wrapped. */
export async function addKey(file: string): Promise<string> {
  const keys = await readKeys(file, []);
  const id = randomBytes(8).toString('hex');
  const key = randomBytes(KEY_BYTES).toString('base64url');
  await writeWhole(file, `${JSON.stringify({ keys: [...keys, { id, key }] })}\n`, 0o600);
  return PREFIX + id;
}

/** The file, with a first key where it isn't there yet. */
export async function ensureKeyFile(file: string): Promise<string> {
  if ((await readKeys(file, [])).length === 0) await addKey(file);
  return file;
}

async function readKeys(
  file: string,
  ifMissing?: readonly z.output<typeof Key>[],
): Promise<readonly z.output<typeof Key>[]> {
  const found = await stat(file).catch((error: unknown) => {
    if (ifMissing && codeOf(error) === 'ENOENT') return;
    throw error;
  });
  if (!found) return ifMissing ?? [];
  if (process.platform !== 'win32' && (found.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new Error(`${file} may be written by others than its owner; chmod 600 it`);
  }
  const parsed = KeyFile.safeParse(parseJson(await readFile(file, 'utf8')));
  // The parser's own message may repeat what it read.
  if (!parsed.success) throw new Error(`${file} is no file of key-encryption keys`);
  const ids = new Set(parsed.data.keys.map(({ id }) => id));
  if (ids.size !== parsed.data.keys.length) throw new Error(`${file} names two keys alike`);
  return parsed.data.keys;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
