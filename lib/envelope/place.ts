/** Where a sealed value lives. All of it is authenticated, so a value opens in its own place only. */
import type { BankId } from '../ids.ts';

/** Whose key it is: a person (or what else is erased as one) of a bank. */
export interface Subject {
  readonly bankId: BankId;
  readonly subjectId: string;
}

export interface Place extends Subject {
  /** With its schema, e.g. `facts.account_holders`. */
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  /** Counts up with each change of the row, so that what the row held before does not open again. */
  readonly rowVersion: number;
}

const LENGTH_BYTES = 4;

/**
 * Parts as bytes that no other parts give: each is preceded by its length (32 bits).
 * @throws {TypeError} for lone surrogates, which UTF-8 would write as one and the same character.
 */
export function encodeParts(parts: readonly string[]): Buffer {
  const lengths = parts.map((part) => Buffer.byteLength(part));
  const encoded = Buffer.alloc(lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, 0));
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (!part.isWellFormed()) throw new TypeError('a text with lone surrogates has no UTF-8');
    at = encoded.writeUInt32BE(lengths[index] ?? 0, at);
    at += encoded.write(part, at);
  }
  return encoded;
}

/**
 * What GCM authenticates besides the ciphertext (NIST SP 800-38D's A).
 * @throws {RangeError} for a row version that is no positive safe integer.
 */
export function authenticatedData(place: Place, header: Uint8Array): Buffer {
  if (!Number.isSafeInteger(place.rowVersion) || place.rowVersion < 1) {
    throw new RangeError('a row version is a positive integer');
  }
  const { bankId, subjectId, table, column, rowId, rowVersion } = place;
  const parts = ['payscope sealed value', bankId, subjectId, table, column, rowId];
  return Buffer.concat([header, encodeParts([...parts, String(rowVersion)])]);
}
