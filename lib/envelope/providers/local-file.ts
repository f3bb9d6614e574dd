/** Key-encryption keys in a file of our own: for development, and for machines without a vault. */
import { randomBytes } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from '../../errors/index.ts';
import { overwrite } from '../../overwrite.ts';
import { writeFirst, writeWhole } from '../../write-whole.ts';
import { KEY_BYTES } from '../aes-gcm.ts';
import { type KeyProvider, KeyProviderError } from './provider.ts';
import { unwrapWith, type WrappingKey, wrapWith } from './wrap.ts';

const PREFIX = 'file:';
const WRITABLE_BY_OTHERS = 0o022;
const MODE = 0o600;

const Key = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  key: z.base64url().refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES),
});
/** The last key is the one to wrap with. */
const KeyFile = z.object({ keys: z.array(Key).min(1) });

interface KeyRing {
  /** The one to wrap with. */
  readonly current: WrappingKey;
  readonly byId: ReadonlyMap<string, Uint8Array>;
}

/**
 * A key that was added since it was read is found when it is first asked for, so that keys are
 * rotated while processes run.
 * @throws when the file holds no keys, or others than its owner may write it.
 * @example const provider = await openKeyFile(`${dataDir}/keys/personal-data.json`)
 */
export async function openKeyFile(file: string): Promise<KeyProvider> {
  let ring = await readRing(file);
  const keyOf = async (id: string): Promise<Uint8Array> => {
    if (!ring.byId.has(id)) ring = await readRing(file).catch(unreadable);
    const found = ring.byId.get(id);
    if (!found) throw new KeyProviderError('REFUSED', `the key file has no key ${id}`);
    return found;
  };
  return {
    keyId: async () => ring.current.keyId,
    knows: (id) => ring.byId.has(id),
    wrap: async (dataKey, context) => wrapWith(ring.current, dataKey, context),
    unwrap: async (wrapped, context) => unwrapWith(await keyOf(wrapped.keyId), wrapped, context),
  };
}

async function readRing(file: string): Promise<KeyRing> {
  const keys = await readKeys(file);
  const byId = new Map(keys.map(({ id, key }) => [PREFIX + id, Buffer.from(key, 'base64url')]));
  const keyId = PREFIX + keys.at(-1)?.id;
  const key = byId.get(keyId);
  if (!key) throw new Error(`${file} holds no keys`);
  return { current: { keyId, key }, byId };
}

/** Being written just now, or gone: later may be better. */
function unreadable(cause: unknown): never {
  throw new KeyProviderError('UNAVAILABLE', 'the key file can not be read', { cause });
}

/**
 * Adds a key to wrap with from now on, and keeps those before for what they wrapped.
 * @throws {KeysBeingAdded} where another adds one: of two, the key of one would be lost, and with it
 * all that it wrapped.
 */
export async function addKey(file: string): Promise<string> {
  const lock = `${file}.lock`;
  if (!(await writeFirst(lock, `${process.pid}\n`))) throw new KeysBeingAdded(lock);
  try {
    const keys = await readKeys(file, []);
    const added = newKey();
    const text = write([...keys, added]);
    // In place: mounted by itself into a container, another file of its name would not be seen. What
    // is there already stays byte for byte where it was, so half of it has all keys but the new one.
    if (keys.length > 0) await overwrite(file, text, MODE);
    else await writeWhole(file, text, MODE);
    return PREFIX + added.id;
  } finally {
    await rm(lock, { force: true });
  }
}

export class KeysBeingAdded extends Error {
  override readonly name = 'KeysBeingAdded';
  constructor(lock: string) {
    super(`another process is adding a key; where none is, remove ${lock}`);
  }
}

/** The file, with a first key where it isn't there yet; of several at once, all get the one's. */
export async function ensureKeyFile(file: string): Promise<string> {
  if ((await readKeys(file, [])).length === 0) await writeFirst(file, write([newKey()]));
  return file;
}

type StoredKey = z.output<typeof Key>;

function newKey(): StoredKey {
  return {
    id: randomBytes(8).toString('hex'),
    key: randomBytes(KEY_BYTES).toString('base64url'),
  };
}

function write(keys: readonly StoredKey[]): string {
  return `${JSON.stringify({ keys })}\n`;
}

async function readKeys(
  file: string,
  ifMissing?: readonly StoredKey[],
): Promise<readonly StoredKey[]> {
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
