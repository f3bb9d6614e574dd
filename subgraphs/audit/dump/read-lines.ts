/** Lines of a file as they lie in one buffer that is filled again and again. */
import { isUtf8 } from 'node:buffer';

/** As a file handle reads. */
export interface ByteSource {
  readonly read: (
    into: Buffer,
    offset: number,
    length: number,
  ) => Promise<{ readonly bytesRead: number }>;
}

/** The buffer, and the same bytes four at a time. */
export interface Block {
  readonly bytes: Buffer;
  readonly words: DataView;
}

/**
 * A line without its newline; its first byte is at `start`, and the byte before it may be
 * overwritten. Not to be kept: the buffer is filled again.
 * @returns whether to go on
 */
export type TakeLine = (block: Block, start: number, end: number) => boolean;

export interface LinesRead {
  /** Bytes behind the last newline, or a line past the limit. */
  readonly rest: 'none' | 'unfinished' | 'too long' | 'no UTF-8';
}

const BLOCK_BYTES = 1 << 20;
/** More than the largest entry the log takes. */
const LINE_BYTES_MAX = 1 << 25;
const NEWLINE = 0x0a;

/** Memory is that of the longest line, whatever the file's length. */
export async function readLines(source: ByteSource, take: TakeLine): Promise<LinesRead> {
  // The first line has room before it as well.
  let block = blockOf(BLOCK_BYTES + 1);
  let start = 1;
  let filled = 1;
  for (;;) {
    const { bytes } = block;
    const { bytesRead } = await source.read(bytes, filled, bytes.length - filled);
    if (bytesRead === 0) return { rest: filled > start ? 'unfinished' : 'none' };
    const seen = filled;
    filled += bytesRead;
    const last = bytes.lastIndexOf(NEWLINE, filled - 1);
    if (last >= seen) {
      if (!isUtf8(bytes.subarray(start, last))) return stopAtBadText(block, start, last, take);
      const next = takeAll(block, start, last, take);
      if (next === undefined) return { rest: 'none' };
      start = next;
    }
    if (filled - start > LINE_BYTES_MAX) return { rest: 'too long' };
    ({ block, start, filled } = makeRoom(block, start, filled));
  }
}

/** @returns behind the last line; undefined when no more are wanted. */
function takeAll(block: Block, from: number, last: number, take: TakeLine): number | undefined {
  let start = from;
  while (start <= last) {
    const end = block.bytes.indexOf(NEWLINE, start);
    if (!take(block, start, end)) return undefined;
    start = end + 1;
  }
  return start;
}

function stopAtBadText(block: Block, from: number, last: number, take: TakeLine): LinesRead {
  let start = from;
  while (start <= last) {
    const end = block.bytes.indexOf(NEWLINE, start);
    if (!isUtf8(block.bytes.subarray(start, end))) return { rest: 'no UTF-8' };
    if (!take(block, start, end)) return { rest: 'none' };
    start = end + 1;
  }
  return { rest: 'none' };
}

/** Moves what is not a line yet to the front; doubles the buffer when that alone fills it. */
function makeRoom(block: Block, start: number, filled: number) {
  const left = filled - start;
  const { length } = block.bytes;
  const target = left * 2 > length ? blockOf(length * 2) : block;
  block.bytes.copy(target.bytes, 1, start, filled);
  return { block: target, start: 1, filled: left + 1 };
}

function blockOf(length: number): Block {
  const bytes = Buffer.alloc(length);
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, length) };
}
