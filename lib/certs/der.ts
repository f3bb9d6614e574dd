/** Writes DER (ITU-T X.690), as much of it as a certificate takes. Nothing here reads any. */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export const TRUE = tagged(TAG.boolean, Buffer.from([0xff]));

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(TAG.sequence, Buffer.concat(parts));
}

export function setOf(...parts: readonly Buffer[]): Buffer {
  return tagged(TAG.set, Buffer.concat(parts));
}

/** Of big-endian bytes that are never negative. */
export function integer(bytes: Buffer): Buffer {
  let first = 0;
  while (first < bytes.length - 1 && bytes[first] === 0) first += 1;
  const shortest = bytes.subarray(first);
  const isNegative = ((shortest[0] ?? 0) & 0x80) !== 0;
  return tagged(TAG.integer, isNegative ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

export function octets(content: Buffer): Buffer {
  return tagged(TAG.octetString, content);
}

export function bits(content: Buffer, unused = 0): Buffer {
  return tagged(TAG.bitString, Buffer.concat([Buffer.from([unused]), content]));
}

export function utf8(text: string): Buffer {
  return tagged(TAG.utf8, Buffer.from(text, 'utf8'));
}

/** @example oid('1.2.840.10045.4.3.2') */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** RFC 5280 §4.1.2.5: two digits for the year until 2049, four from then on. */
export function time(moment: Date): Buffer {
  const digits = `${moment.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return moment.getUTCFullYear() < 2050
    ? tagged(TAG.utcTime, Buffer.from(digits.slice(2)))
    : tagged(TAG.generalizedTime, Buffer.from(digits));
}

/** A part in brackets in the ASN.1: `[3] EXPLICIT`, or `[2] IMPLICIT` of something constructed. */
export function inContext(number: number, content: Buffer): Buffer {
  return tagged(0xa0 | number, content);
}

/** `[2] IMPLICIT` of a string. */
export function primitiveInContext(number: number, content: Buffer): Buffer {
  return tagged(0x80 | number, content);
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    bytes.unshift(0x80 | (left % 128));
  }
  return bytes;
}
