/**
 * Values that say whose they are. Every row of a bank is made of them as far as the column's type
 * carries one, so that whatever is shown of the row names the bank, and one pattern finds it.
 *
 * | in | looks like | bank |
 * |---|---|---|
 * | uuid | ca9a00NN-tttt-4000-8000-… | NN; tttt counts the table, 0000 is the bank itself |
 * | text | CNRYNN-… | NN |
 * | bigint, money | 77NNxxxxxx | NN |
 * | integer | 21NNxxxxxx | NN |
 * | date, instant | 2NNy-… | NN; y is what the year mask leaves |
 * | bank code | XA, YA, ZA | the letter |
 * | currency | QAQ | the letter |
 */
import { type BankId, toBankId } from '../../lib/ids.ts';

/** As many as the real data has. */
export const BANKS = 14;
/** Banks count from here, so that each takes two digits, and four with the millennium of a year. */
const FIRST = 10;

const two = (bank: number): string => String(bank + FIRST);
const letter = (bank: number): string => String.fromCharCode(65 + bank);

export function uuidOf(bank: number, table: number, row: number): string {
  const place = table.toString(16).padStart(4, '0');
  return `ca9a00${two(bank)}-${place}-4000-8000-${String(row).padStart(12, '0')}`;
}

/** The tenant's own id: whoever is of the bank may know it, and so may the platform's logs. */
export function bankIdOf(bank: number): BankId {
  return toBankId(uuidOf(bank, 0, 0));
}

/** The code the bank goes by. */
export const codeOf = (bank: number): string => `X${letter(bank)}`;
/** Codes of banks outside the platform, each known to one bank only. */
export const partnerOf = (bank: number, n: number): string => `${n % 2 ? 'Y' : 'Z'}${letter(bank)}`;
export const currencyOf = (bank: number): string => `Q${letter(bank)}Q`;
export const textOf = (bank: number, about: string): string => `CNRY${two(bank)}-${about}`;

const PLACES = 1_000_000;
export const moneyOf = (bank: number, n: number): number =>
  (7_700 + bank + FIRST) * PLACES + (n % PLACES);
export const integerOf = (bank: number, n: number): number =>
  (2_100 + bank + FIRST) * PLACES + (n % PLACES);

const pad = (n: number): string => String(n).padStart(2, '0');
/** @param year 0 to 9: which of the bank's ten years. */
export function dateOf(bank: number, year: number, n: number): string {
  return `2${two(bank)}${year % 10}-${pad((n % 12) + 1)}-${pad((n % 28) + 1)}`;
}

/** A person of the bank: in tokens, trails and logs, but in no other bank's answer. */
export const personOf = (bank: number, name: string): string => textOf(bank, `WHO-${name}`);

/** Ids the platform makes: UUID v7 (RFC 9562 §5.7). */
export const MADE_IDS = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g;

export interface Found {
  readonly bank: number;
  readonly text: string;
  /** Who is asking, and no row: a bank's id, or a person of it. */
  readonly isIdentity: boolean;
}

const PATTERN =
  /ca9a00([12]\d)-([\da-f]{4})-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|CNRY([12]\d)[\w-]*|(?<![\w.])(?:77|21)([12]\d)\d{6}(?![\w.])|(?<!\d)2([12]\d)\d-\d\d-\d\d|"[XYZ]([A-N])"|"Q([A-N])Q"/g;
/** What may be Base64 of something, as a cursor is; more than a UUID has between two hyphens. */
const ENCODED = /[\w-]{32,}/g;

/** Calls back for every canary in a text, and in what is encoded in it. */
export function findCanaries(text: string, onFound: (found: Found) => void): void {
  scan(text, onFound);
  for (const [encoded] of text.matchAll(ENCODED)) {
    const decoded = Buffer.from(encoded, 'base64url').toString('latin1');
    if (decoded.includes('ca9a00') || decoded.includes('CNRY')) scan(decoded, onFound);
  }
}

function scan(text: string, onFound: (found: Found) => void): void {
  for (const [all, uuid, table, words, number, year, code, currency] of text.matchAll(PATTERN)) {
    const digits = uuid ?? words ?? number ?? year;
    const bank =
      digits === undefined ? (code ?? currency ?? '').charCodeAt(0) - 65 : Number(digits) - FIRST;
    if (!(bank >= 0 && bank < BANKS)) continue;
    onFound({ bank, text: all, isIdentity: table === '0000' || all.startsWith('WHO-', 7) });
  }
}
