/**
 * Opaque keyset cursors, signed and bound to one bank and one kind of list, so that a cursor can
 * neither be made up nor carried to another tenant, order or filter.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './errors/index.ts';
import type { BankId } from './ids.ts';

export type CursorKey = string | number;

export interface Cursors {
  /**
   * @param kind names the list and its order; the cursor only decodes under the same one.
   * @example cursors.encode(bankId, 'payments:VALUE_DATE_DESC', ['1998-12-31', id])
   */
  readonly encode: (bankId: BankId, kind: string, keys: readonly CursorKey[]) => string;
  /** @throws {Refusal} BAD_USER_INPUT when the cursor was not made by encode for this bank and kind. */
  readonly decode: (bankId: BankId, kind: string, cursor: string) => readonly CursorKey[];
}

/** RFC 2104 §5 allows truncation to half the hash; 128 bits keep cursors short. */
const MAC_BYTES = 16;
const CURSOR_CHARACTERS_MAX = 1024;

export function createCursors(secret: string): Cursors {
  const sign = (bankId: BankId, kind: string, payload: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['cursor', bankId, kind, payload]))
      .digest()
      .subarray(0, MAC_BYTES);

  return {
    encode: (bankId, kind, keys) => {
      const payload = JSON.stringify(keys);
      const mac = sign(bankId, kind, payload);
      return Buffer.concat([mac, Buffer.from(payload)]).toString('base64url');
    },
    decode: (bankId, kind, cursor) => {
      if (cursor.length > CURSOR_CHARACTERS_MAX) throw refuse();
      const bytes = Buffer.from(cursor, 'base64url');
      // Node skips characters outside the alphabet; one cursor must have one spelling.
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) throw refuse();
      const payload = bytes.subarray(MAC_BYTES).toString();
      const mac = sign(bankId, kind, payload);
      if (!timingSafeEqual(mac, bytes.subarray(0, MAC_BYTES))) throw refuse();
      return JSON.parse(payload);
    },
  };
}

function refuse(): Refusal {
  return new Refusal('BAD_USER_INPUT', 'The cursor does not belong to this list.', {
    reason: 'INVALID_CURSOR',
    hint: 'Pass a cursor from an answer with the same order and filter, or leave it out.',
  });
}
