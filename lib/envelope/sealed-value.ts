/**
 * A text sealed for one place by AES-256-GCM (NIST SP 800-38D), as bytes:
 *
 *   format     1 byte   0x01
 *   generation 4 bytes  which data key of the subject, big-endian
 *   nonce     12 bytes  random
 *   ciphertext          the text in UTF-8, padded to a multiple of 32 bytes
 *   tag       16 bytes
 *
 * Format and generation are authenticated with the place. The padding (0x80, then zeros: ISO/IEC
 * 7816-4) is there since GCM hides no length: FEMALE and MALE would be told apart by it.
 */
import { randomBytes } from 'node:crypto';
import { decryptGcm, encryptGcm, NONCE_BYTES, TAG_BYTES } from './aes-gcm.ts';
import { authenticatedData, type Place } from './place.ts';

const FORMAT = 1;
const HEADER_BYTES = 5;
const PAD_TO_BYTES = 32;
const GENERATION_MAX = 2 ** 32 - 1;

/** Says no more than that: what exactly does not hold would help only who forges. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(options?: ErrorOptions) {
    super('a sealed value does not open in this place', options);
  }
}

export interface DataKey {
  readonly generation: number;
  readonly key: Uint8Array;
}

/**
 * @param nonce random unless a known-answer test gives it; two values under one key and nonce
 *   would tell both texts.
 * @throws {TypeError} for lone surrogates, {RangeError} for a generation or row version that is none.
 */
export function sealText(
  { generation, key }: DataKey,
  place: Place,
  text: string,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Buffer {
  if (!text.isWellFormed()) throw new TypeError('a text with lone surrogates has no UTF-8');
  const header = headerOf(generation);
  const padded = pad(Buffer.from(text, 'utf8'));
  const bound = authenticatedData(place, header);
  const encrypted = encryptGcm({ key, nonce, bound }, padded);
  padded.fill(0);
  return Buffer.concat([header, nonce, encrypted]);
}

/** @throws {SealBroken} where anything of value, key or place is another's, older or changed. */
export function openText({ generation, key }: DataKey, place: Place, sealed: Uint8Array): string {
  if (generationOf(sealed) !== generation) throw new SealBroken();
  const bound = authenticatedData(place, sealed.subarray(0, HEADER_BYTES));
  const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  let padded: Buffer | undefined;
  try {
    padded = decryptGcm({ key, nonce, bound }, sealed.subarray(HEADER_BYTES + NONCE_BYTES));
    return unpad(padded).toString('utf8');
  } catch (cause) {
    throw new SealBroken({ cause });
  } finally {
    padded?.fill(0);
  }
}

/**
 * Which data key a value was sealed with; not yet authenticated.
 * @throws {SealBroken} for bytes that are no sealed value.
 */
export function generationOf(sealed: Uint8Array): number {
  const body = sealed.length - HEADER_BYTES - NONCE_BYTES - TAG_BYTES;
  if (sealed[0] !== FORMAT || body < PAD_TO_BYTES || body % PAD_TO_BYTES !== 0) {
    throw new SealBroken();
  }
  return new DataView(sealed.buffer, sealed.byteOffset).getUint32(1);
}

function headerOf(generation: number): Buffer {
  if (!Number.isInteger(generation) || generation < 1 || generation > GENERATION_MAX) {
    throw new RangeError('a generation is a positive integer of 32 bits');
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT);
  header.writeUInt32BE(generation, 1);
  return header;
}

function pad(bytes: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / PAD_TO_BYTES) * PAD_TO_BYTES);
  bytes.copy(padded);
  padded[bytes.length] = 0x80;
  bytes.fill(0);
  return padded;
}

function unpad(padded: Buffer): Buffer {
  const end = padded.lastIndexOf(0x80);
  if (end < 0) throw new RangeError('no padding');
  return padded.subarray(0, end);
}
