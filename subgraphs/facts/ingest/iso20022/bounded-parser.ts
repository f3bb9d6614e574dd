/**
 * Gives a parser no more of one text, tag or comment than it may hold: it collects each until that ends,
 * however long it is. What is too long of a text is left out, and said to be; of a tag it is an error.
 */
import type { SaxesTagNS } from 'saxes';
import { brokenDocument, createStrictParser, refusedDoctype } from './strict-parser.ts';

export interface XmlEvents {
  open(tag: SaxesTagNS): void;
  /** `isCut` when the document has more of it. */
  text(text: string, isCut: boolean): void;
  close(): void;
  /** The document itself, piece by piece, each before its events; cut off like texts are. */
  source(text: string): void;
}

export interface BoundedParser {
  /** @throws {UnreadableFile} from where on the document can't be read. */
  write(text: string): void;
  end(): void;
  /** Of the tag or text read last: its first line, and a tag's source. */
  at(): { readonly line: number; readonly markup: string };
}

/** Longer than any text of a payment (ISO 20022: Max2048Text). */
const TEXT_CHARACTERS_MAX = 4_096;
/** A tag with its attributes, a comment or a section of character data. */
const MARKUP_CHARACTERS_MAX = 65_536;
/** Longer than any reference to a character. */
const REFERENCE_CHARACTERS_MAX = 16;
const MARKUP_KEPT = 1_000;
const DOCTYPE = '<!DOCTYPE';

/** The text or markup that is being read. */
interface Run {
  readonly kind: 'text' | 'markup';
  readonly line: number;
  length: number;
  /** The beginning of markup. */
  kept: string;
  isCut: boolean;
  /** Inside `&…;`, which can't be cut in two. */
  isInReference: boolean;
  /** Markup, and all of it is read. */
  isEnded: boolean;
}

export function createBoundedParser(events: XmlEvents): BoundedParser {
  let line = 1;
  let run = begin('text', line);
  const parser = createStrictParser({
    open: events.open,
    close: events.close,
    text: (text) => events.text(text, textRun.isCut),
    characterData: (text) =>
      events.text(text.slice(0, TEXT_CHARACTERS_MAX), text.length > TEXT_CHARACTERS_MAX),
    markupEnded: () => {
      run.isEnded = true;
    },
  });
  // A text is reported when the tag behind it begins.
  let textRun = run;
  const step = (text: string, start: number): number => {
    const found = text.indexOf(run.kind === 'text' ? '<' : '>', start);
    const end = found < 0 ? text.length : run.kind === 'text' ? found : found + 1;
    const piece = text.slice(start, end);
    line += countLines(piece);
    if (run.length < TEXT_CHARACTERS_MAX) events.source(piece);
    if (run.kind === 'text') {
      for (const part of partsOfText(run, piece)) parser.write(part);
      if (found >= 0) run = begin('markup', line);
      return end;
    }
    extendMarkup(run, piece);
    parser.write(piece);
    if (run.isEnded) {
      run = begin('text', line);
      textRun = run;
    }
    return end;
  };
  return {
    write: (text) => {
      for (let start = 0; start < text.length; ) start = step(text, start);
    },
    end: parser.end,
    at: () => ({ line: run.line, markup: run.kept }),
  };
}

function begin(kind: Run['kind'], line: number): Run {
  return { kind, line, length: 0, kept: '', isCut: false, isInReference: false, isEnded: false };
}

/** What of a piece of text fits; of what doesn't, the end of a reference that has begun. */
function partsOfText(run: Run, piece: string): readonly string[] {
  const room = Math.max(0, TEXT_CHARACTERS_MAX - run.length);
  run.length += piece.length;
  if (piece.length <= room) {
    noteReference(run, piece);
    return [piece];
  }
  run.isCut = true;
  const fits = piece.slice(0, room);
  noteReference(run, fits);
  if (!run.isInReference) return [withoutHalf(fits)];
  const stop = piece.indexOf(';', room);
  const end = stop < 0 || stop > room + REFERENCE_CHARACTERS_MAX ? undefined : stop + 1;
  const rest = piece.slice(room, end ?? room + REFERENCE_CHARACTERS_MAX);
  noteReference(run, rest);
  return [fits, rest];
}

function noteReference(run: Run, piece: string): void {
  const opened = piece.lastIndexOf('&');
  const closed = piece.lastIndexOf(';');
  if (opened !== closed) run.isInReference = opened > closed;
}

/** Cut between the halves of a surrogate pair, the first would be no character. */
function withoutHalf(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

function extendMarkup(run: Run, piece: string): void {
  run.length += piece.length;
  if (run.kept.length < MARKUP_KEPT) run.kept += piece.slice(0, MARKUP_KEPT);
  // Its end, which the parser would wait for, may be far.
  if (run.kept.startsWith(DOCTYPE)) throw refusedDoctype();
  if (run.length > MARKUP_CHARACTERS_MAX) {
    throw brokenDocument('A tag, a comment or a section of character data is too long.');
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
