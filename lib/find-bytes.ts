/** Looks for texts in files of any size, in the encodings in which a text may lie around. */
import { open } from 'node:fs/promises';

export interface Needle {
  /** Which of the texts, from 0. */
  readonly text: number;
  /** As `hex`. */
  readonly encoding: string;
  readonly bytes: Buffer;
}

export interface FoundBytes {
  readonly needle: Needle;
  readonly offset: number;
}

const CHUNK_BYTES = 1 << 20;
/** Base64 writes three bytes as four characters. */
const GROUP = 3;
/** What is shorter is found by chance in files of some hundred megabytes. */
const BASE64_MIN = 8;

/**
 * A text as UTF-8, UTF-16, hexadecimal and Base64, wherever in a group of that it begins.
 * @example needlesOf(['Kolín'])
 */
export function needlesOf(texts: readonly string[]): readonly Needle[] {
  return texts.flatMap((text, index) => {
    const utf8 = Buffer.from(text);
    const hex = utf8.toString('hex');
    const forms: [string, Buffer][] = [
      ['utf-8', utf8],
      ['utf-16', Buffer.from(text, 'utf16le')],
      ['hex', Buffer.from(hex)],
      ['hex', Buffer.from(hex.toUpperCase())],
      ...[0, 1, 2].map((shift): [string, Buffer] => ['base64', Buffer.from(base64(utf8, shift))]),
    ];
    return forms
      .filter(([encoding, bytes]) => encoding !== 'base64' || bytes.length >= BASE64_MIN)
      .map(([encoding, bytes]) => ({ text: index, encoding, bytes }));
  });
}

/** Without the characters at either end that depend on what is beside the text. */
function base64(bytes: Buffer, shift: number): string {
  const before = (GROUP - shift) % GROUP;
  const whole = bytes.subarray(before);
  const end = whole.length - (whole.length % GROUP);
  return whole.subarray(0, end).toString('base64');
}

/**
 * The first place of each needle. Memory is that of a chunk, whatever the file's size.
 * @throws what opening and reading the file throws
 */
export async function findInFile(
  path: string,
  needles: readonly Needle[],
): Promise<{ readonly found: readonly FoundBytes[]; readonly bytes: number }> {
  const overlap = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
  const buffer = Buffer.alloc(CHUNK_BYTES + overlap);
  const found = new Map<Needle, FoundBytes>();
  await using file = await open(path);
  let kept = 0;
  let offset = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, kept, CHUNK_BYTES);
    if (bytesRead === 0) return { found: [...found.values()], bytes: offset + kept };
    const filled = kept + bytesRead;
    const view = buffer.subarray(0, filled);
    for (const needle of needles) {
      const at = found.has(needle) ? -1 : view.indexOf(needle.bytes);
      if (at >= 0) found.set(needle, { needle, offset: offset + at });
    }
    // What may be the beginning of a needle is looked at again with what follows.
    const next = Math.min(overlap, filled);
    buffer.copy(buffer, 0, filled - next, filled);
    offset += filled - next;
    kept = next;
  }
}
