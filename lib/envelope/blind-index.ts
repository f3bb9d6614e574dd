/**
 * Equality without plaintext: HMAC-SHA-256 (RFC 2104) of a normalised value under a key of bank and
 * column. Equal values of one column of one bank have equal tags, and nothing else has: a tag tells
 * how often a value occurs, so columns of few values (a gender, a district) must not have one.
 */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { BankId } from '../ids.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import { encodeParts } from './place.ts';

export interface IndexedColumn {
  readonly bankId: BankId;
  readonly table: string;
  readonly column: string;
}

/**
 * - `exact`: as it is, in Unicode's composed form (NFC).
 * - `name`: compatibility forms, case and white space made alike.
 * - `account`: letters and digits only, upper case, as IBANs are printed with and without spaces.
 */
export type Normalisation = 'exact' | 'name' | 'account';

/** A new version of a normalisation gives new tags: change the label with it. */
const LABEL = 'payscope blind index 1';

/**
 * @param bankKey 32 bytes of the bank, for blind indexes only.
 * @throws {RangeError} for a key of another length, and for values of which nothing is left.
 */
export function createBlindIndex(
  bankKey: Uint8Array,
  { bankId, table, column }: IndexedColumn,
  normalisation: Normalisation,
): (value: string) => Buffer {
  if (bankKey.length !== KEY_BYTES) throw new RangeError(`an index key has ${KEY_BYTES} bytes`);
  const info = encodeParts([LABEL, bankId, table, column, normalisation]);
  // RFC 5869: a key per column, none of which tells another.
  const derived = Buffer.from(hkdfSync('sha256', bankKey, new Uint8Array(), info, KEY_BYTES));
  // As an object: bytes are looked at anew for each value, which takes longer than the hash.
  const key = createSecretKey(derived);
  derived.fill(0);
  return (value) => createHmac('sha256', key).update(normalise(value, normalisation)).digest();
}

/** @throws {RangeError} where nothing is left; {TypeError} for lone surrogates. */
export function normalise(value: string, normalisation: Normalisation): string {
  if (!value.isWellFormed()) throw new TypeError('a text with lone surrogates has no UTF-8');
  const normal = forms[normalisation](value);
  if (normal === '') throw new RangeError('nothing is left to look for');
  return normal;
}

const forms: Readonly<Record<Normalisation, (value: string) => string>> = {
  exact: (value) => value.normalize('NFC'),
  // Lower, upper and lower: ẞ, ß, ſ and final sigma meet their equals only on the way through all.
  name: (value) => caseless(value.normalize('NFKC')).replace(/\s+/g, ' ').trim(),
  account: (value) =>
    value
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
};

function caseless(value: string): string {
  return value.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}
