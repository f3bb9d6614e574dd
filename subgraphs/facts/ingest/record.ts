/** What a file of payments is read as: payments, and what was set aside with its reason. */
import type { IncomingPayment } from '../domain/new-payment.ts';

/** `content` is an excerpt for the quarantine: a payment may still get there, as a duplicate does. */
export type FileRecord =
  | {
      readonly kind: 'payment';
      /** From 1, as an editor counts; where its record begins. */
      readonly line: number;
      readonly payment: IncomingPayment;
      readonly content: string;
    }
  | RefusedRecord;

export interface RefusedRecord {
  readonly kind: 'refused';
  readonly line: number;
  /** A stable code, where it is, and a sentence: `INVALID_DATE value_date: Give a day…` */
  readonly reason: string;
  readonly content: string;
}

/** A file, or what is left of it, that can't be read as its format at all. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const EXCERPT_CHARACTERS_MAX = 1_000;

/**
 * The beginning of a text, as PostgreSQL can store it and a terminal show it.
 * @param bytes of all that was there, where `text` is but its beginning.
 */
export function excerptOf(text: string, bytes?: number): string {
  const isCut = bytes !== undefined || text.length > EXCERPT_CHARACTERS_MAX;
  const shown = text
    .slice(0, EXCERPT_CHARACTERS_MAX)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, escapeControl);
  if (!isCut) return shown;
  return bytes === undefined ? `${shown}… (cut off)` : `${shown}… (cut off, ${bytes} bytes)`;
}

function escapeControl(character: string): string {
  if (character === '\n' || character === '\t') return character;
  return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
}

/** @example reasonOf('INVALID_DATE', 'Give a day.', 'value_date') // INVALID_DATE value_date: Give a day. */
export function reasonOf(code: string, message: string, field?: string): string {
  return field === undefined ? `${code}: ${message}` : `${code} ${field}: ${message}`;
}
