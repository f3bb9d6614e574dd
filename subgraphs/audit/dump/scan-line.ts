/**
 * Reads an entry of a dump where it lies, without making an object of it: whether it is canonical
 * JSON (RFC 8785), and where the members are that link it. Of JSON it takes what entries are made
 * of: names in ASCII, whole numbers.
 */

import type { Block } from './read-lines.ts';

/** Where values begin in the buffer, behind their opening quotes; -1 for what is not there. */
export interface Members {
  bankId: number;
  hash: number;
  previousHash: number;
  sequence: number;
}

const DEPTH_MAX = 16;
const DIGITS_MAX = 15;
const WORD_BYTES = 4;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SPACE = 0x20;

/** §3.2.2.2: these have a short escape, which is then the only one. */
const IS_SHORT_ESCAPE = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const LONG_ESCAPES = Array.from({ length: SPACE }, (_, code) =>
  JSON.stringify(String.fromCharCode(code)),
)
  .filter((text) => text.length === '"\\u0000"'.length)
  .map((text) => Buffer.from(text.slice(1, -1)));
const LITERALS = ['null', 'true', 'false'].map((text) => Buffer.from(text));
const LINKING = (['bankId', 'hash', 'previousHash', 'sequence'] as const).map((name) => ({
  name,
  bytes: Buffer.from(name),
}));
const LINKING_BY_LENGTH = Array.from({ length: 13 }, (_, length) =>
  LINKING.find(({ name }) => name.length === length),
);

const LETTER = 2;
/** By byte, for the two loops nearly all time goes into. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
const IS_OF_NAME = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z_]/.test(character)) return LETTER;
  return /[0-9]/.test(character) ? 1 : 0;
});

/**
 * Whether the bytes from `start` to `end` are one canonical object. They must be UTF-8.
 * @param members is filled, so that millions of lines need one object.
 */
export function scanLine(block: Block, start: number, end: number, members: Members): boolean {
  members.bankId = -1;
  members.hash = -1;
  members.previousHash = -1;
  members.sequence = -1;
  return block.bytes[start] === OPEN && scanObject(block, start, 1, members) === end;
}

// Each scan returns where it ends, or -1. Behind the end of a line comes a newline, which none takes.

function scanValue(block: Block, at: number, depth: number): number {
  const first = block.bytes[at] ?? 0;
  if (first === QUOTE) return scanString(block, at);
  if (first === OPEN) return scanObject(block, at, depth, undefined);
  if (first === OPEN_LIST) return scanList(block, at, depth);
  if (first === MINUS || (first >= ZERO && first <= NINE)) return scanNumber(block.bytes, at);
  return scanLiteral(block.bytes, at);
}

function scanObject(block: Block, at: number, depth: number, members?: Members): number {
  if (depth > DEPTH_MAX) return -1;
  const { bytes } = block;
  let next = at + 1;
  if (bytes[next] === CLOSE) return next + 1;
  let name = -1;
  let nameEnd = -1;
  for (;;) {
    const begins = next + 1;
    const ends = bytes[next] === QUOTE ? scanName(bytes, begins) : -1;
    if (ends < 0 || bytes[ends] !== QUOTE || bytes[ends + 1] !== COLON) return -1;
    if (name >= 0 && !isBefore(bytes, name, nameEnd, begins, ends)) return -1;
    name = begins;
    nameEnd = ends;
    const value = ends + 2;
    if (members) note(bytes, begins, ends, value, members);
    next = scanValue(block, value, depth + 1);
    if (next < 0) return -1;
    if (bytes[next] === CLOSE) return next + 1;
    if (bytes[next] !== COMMA) return -1;
    next += 1;
  }
}

function scanList(block: Block, at: number, depth: number): number {
  if (depth > DEPTH_MAX) return -1;
  const { bytes } = block;
  let next = at + 1;
  if (bytes[next] === CLOSE_LIST) return next + 1;
  for (;;) {
    next = scanValue(block, next, depth + 1);
    if (next < 0) return -1;
    if (bytes[next] === CLOSE_LIST) return next + 1;
    if (bytes[next] !== COMMA) return -1;
    next += 1;
  }
}

/** A letter or an underscore, then digits too. */
function scanName(bytes: Buffer, at: number): number {
  if (IS_OF_NAME[bytes[at] ?? 0] !== LETTER) return -1;
  let next = at + 1;
  while (IS_OF_NAME[bytes[next] ?? 0] !== 0) next += 1;
  return next;
}

function scanString({ bytes, words }: Block, at: number): number {
  const wordsEnd = bytes.length - WORD_BYTES;
  let next = at + 1;
  for (;;) {
    while (next <= wordsEnd && isPlainWord(words.getInt32(next))) next += WORD_BYTES;
    while (IS_PLAIN[bytes[next] ?? 0] === 1) next += 1;
    const byte = bytes[next];
    if (byte === QUOTE) return next + 1;
    const length = byte === BACKSLASH ? escapeLength(bytes, next) : 0;
    if (length === 0) return -1;
    next += length;
  }
}

/** 0 for an escape that canonical JSON does not have. */
function escapeLength(bytes: Buffer, at: number): number {
  if (IS_SHORT_ESCAPE[bytes[at + 1] ?? 0] === 1) return 2;
  return LONG_ESCAPES.some((long) => isHere(bytes, at, long)) ? 6 : 0;
}

/**
 * Whether none of four bytes is a quote, a backslash or a control character: each is made the zero
 * that subtracting one borrows from.
 */
function isPlainWord(word: number): boolean {
  const quote = word ^ 0x22222222;
  const backslash = word ^ 0x5c5c5c5c;
  const special =
    ((quote - 0x01010101) & ~quote) |
    ((backslash - 0x01010101) & ~backslash) |
    ((word - 0x20202020) & ~word);
  return (special & 0x80808080) === 0;
}

function scanNumber(bytes: Buffer, at: number): number {
  const first = bytes[at] === MINUS ? at + 1 : at;
  let next = first;
  while ((bytes[next] ?? 0) >= ZERO && (bytes[next] ?? 0) <= NINE) next += 1;
  const digits = next - first;
  if (digits === 0 || digits > DIGITS_MAX) return -1;
  if (bytes[first] === ZERO) return digits === 1 && first === at ? next : -1;
  return next;
}

function scanLiteral(bytes: Buffer, at: number): number {
  for (const literal of LITERALS) {
    if (isHere(bytes, at, literal)) return at + literal.length;
  }
  return -1;
}

function note(bytes: Buffer, begins: number, ends: number, value: number, members: Members): void {
  const linking = LINKING_BY_LENGTH[ends - begins];
  if (!linking || !isHere(bytes, begins, linking.bytes)) return;
  members[linking.name] = bytes[value] === QUOTE ? value + 1 : value;
}

/** Whether those bytes are there. */
export function isHere(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/** In ASCII, §3.2.3's order by UTF-16 code units is the one by bytes. */
function isBefore(bytes: Buffer, a: number, aEnd: number, b: number, bEnd: number): boolean {
  const length = Math.min(aEnd - a, bEnd - b);
  for (let index = 0; index < length; index += 1) {
    const difference = (bytes[a + index] ?? 0) - (bytes[b + index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return aEnd - a < bEnd - b;
}
