/** The bytes of a source, decompressed where they are compressed, and known to be no UTF-16. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf } from '../../../lib/errors/index.ts';
import { UnreadableFile } from './record.ts';

export type Bytes = AsyncIterable<Uint8Array>;

const GZIP = [0x1f, 0x8b] as const;
const UTF8_BOM = [0xef, 0xbb, 0xbf] as const;
const BYTES_TO_KNOW = 4;

/**
 * UTF-8's mark is taken off. Nothing is held but a piece at a time.
 * @throws {UnreadableFile} while it is read: UTF16, or BROKEN_COMPRESSION.
 */
export async function* openSource(source: Bytes): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(source);
  if (!startsWith(head, GZIP)) {
    yield* asUtf8(head, all);
    return;
  }
  const plain = await peek(gunzip(all));
  yield* asUtf8(plain.head, plain.all);
}

async function* asUtf8(head: Uint8Array, all: Bytes): AsyncGenerator<Uint8Array> {
  if (isUtf16(head)) {
    throw new UnreadableFile('UTF16', 'The file is UTF-16. Save it as UTF-8; nothing was read.');
  }
  let skip = startsWith(head, UTF8_BOM) ? UTF8_BOM.length : 0;
  for await (const bytes of all) {
    yield bytes.subarray(skip);
    skip = 0;
  }
}

async function* gunzip(source: Bytes): AsyncGenerator<Uint8Array> {
  const decompressed = createGunzip();
  const input = Readable.from(source);
  input.once('error', (error) => decompressed.destroy(error));
  input.pipe(decompressed);
  try {
    for await (const bytes of decompressed) {
      if (bytes instanceof Uint8Array) yield bytes;
    }
  } catch (error) {
    if (!codeOf(error)?.startsWith('Z_')) throw error;
    const message = 'The compressed data breaks off here; nothing after it was read.';
    throw new UnreadableFile('BROKEN_COMPRESSION', message);
  } finally {
    input.destroy();
  }
}

/** The first bytes, and all of them again; at least four in the first piece where there are as many. */
async function peek(source: Bytes): Promise<{ readonly head: Uint8Array; readonly all: Bytes }> {
  const pieces = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < BYTES_TO_KNOW) {
    const next = await pieces.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { head, all: all() };
}

/** By its mark; without one, by the NULs Latin letters have in it. */
function isUtf16(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && third === 0) || (second === 0 && fourth === 0);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
