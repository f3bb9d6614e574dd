/** Lines of bytes, each judged by itself: too long a one or a wrong byte spoils no other. */
import { isUtf8 } from 'node:buffer';
import { type Bytes, openSource } from './open-source.ts';
import { excerptOf, type RefusedRecord, reasonOf, UnreadableFile } from './record.ts';

export type TextLine =
  | { readonly kind: 'line'; readonly line: number; readonly text: string }
  | {
      readonly kind: 'unreadable';
      readonly line: number;
      readonly code: string;
      readonly message: string;
      /** What there is of it, as far as it can be shown. */
      readonly text: string;
      /** Of the whole line, where `text` is but its beginning. */
      readonly bytes?: number;
    };

/** No payment needs a fiftieth of it. */
export const LINE_BYTES_MAX = 65_536;
const KEPT_OF_TOO_LONG = 4_096;
const LF = 10;
const CR = 13;

/** Ends with LF or CR LF; nothing behind the last one is no line. */
export async function* splitLines(source: Bytes): AsyncGenerator<TextLine> {
  let line = 1;
  let open = newLine();
  try {
    for await (const bytes of openSource(source)) {
      let start = 0;
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
        yield read(add(open, bytes.subarray(start, end)), line);
        open = newLine();
        line += 1;
        start = end + 1;
      }
      // A copy: the piece may be used again for what comes next.
      if (start < bytes.length) add(open, Uint8Array.from(bytes.subarray(start)));
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const text = Buffer.concat(open.pieces).toString();
    yield { kind: 'unreadable', line, code: error.code, message: error.message, text };
    return;
  }
  if (open.bytes > 0) yield read(open, line);
}

interface OpenLine {
  pieces: Uint8Array[];
  kept: number;
  bytes: number;
}

function newLine(): OpenLine {
  return { pieces: [], kept: 0, bytes: 0 };
}

/** Holds no more than the limit and a piece, however long the line is. */
function add(open: OpenLine, piece: Uint8Array): OpenLine {
  open.bytes += piece.length;
  if (open.bytes <= LINE_BYTES_MAX) {
    open.pieces.push(piece);
    open.kept += piece.length;
  } else if (open.kept < KEPT_OF_TOO_LONG) {
    const rest = Uint8Array.from(piece.subarray(0, KEPT_OF_TOO_LONG - open.kept));
    open.pieces.push(rest);
    open.kept += rest.length;
  }
  return open;
}

function read({ pieces, bytes }: OpenLine, line: number): TextLine {
  const [only] = pieces;
  const all =
    pieces.length === 1 && only
      ? Buffer.from(only.buffer, only.byteOffset, only.length)
      : Buffer.concat(pieces);
  const whole = all.at(-1) === CR && bytes === all.length ? all.subarray(0, -1) : all;
  if (bytes > LINE_BYTES_MAX) {
    const text = whole.subarray(0, KEPT_OF_TOO_LONG).toString();
    const message = `A line has at most ${LINE_BYTES_MAX} bytes.`;
    return { kind: 'unreadable', line, code: 'LINE_TOO_LONG', message, text, bytes };
  }
  const text = whole.toString();
  if (isUtf8(whole)) return { kind: 'line', line, text };
  const message = 'The line is no UTF-8.';
  return { kind: 'unreadable', line, code: 'INVALID_ENCODING', message, text };
}

/** As it goes into quarantine. */
export function refuseLine(line: TextLine & { readonly kind: 'unreadable' }): RefusedRecord {
  return {
    kind: 'refused',
    line: line.line,
    reason: reasonOf(line.code, line.message),
    content: excerptOf(line.text, line.bytes),
  };
}
