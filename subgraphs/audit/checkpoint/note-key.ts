/** The keys of signed notes (https://c2sp.org/signed-note), Ed25519. */
import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { readBase64 } from './base64.ts';
import { CheckpointError } from './checkpoint-error.ts';

/** What the key ID says of the algorithm: Ed25519. */
const SIGNATURE_TYPE = 0x01;
const PUBLIC_KEY_BYTES = 32;

export interface NoteVerifier {
  readonly name: string;
  /** The first four bytes of a hash over name, algorithm and key, in hex. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

/** @throws {RangeError} for a name no note can carry, or a key of another kind. */
export function noteVerifier(name: string, publicKey: KeyObject): NoteVerifier {
  if (!isKeyName(name)) throw new RangeError(`"${name}" is no name of a key: no spaces, no plus`);
  return { name, keyId: keyIdOf(name, rawKey(publicKey)), publicKey };
}

/** @example noteSigner('example.com/log', createPrivateKey({ key: jwk, format: 'jwk' })) */
export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  return { ...noteVerifier(name, createPublicKey(privateKey)), privateKey };
}

/** `name+keyid+base64(type || key)`: the one line a verifier has to be given. */
export function formatVerifierKey({ name, keyId, publicKey }: NoteVerifier): string {
  const encoded = Buffer.from([SIGNATURE_TYPE, ...rawKey(publicKey)]).toString('base64');
  return `${name}+${keyId}+${encoded}`;
}

/** @throws {CheckpointError} UNKNOWN_KEY for a line that is no key, or whose parts contradict. */
export function parseVerifierKey(line: string): NoteVerifier {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(line) ?? [];
  const bytes = readBase64(encoded);
  const raw = bytes?.subarray(1);
  if (bytes?.[0] !== SIGNATURE_TYPE || raw?.length !== PUBLIC_KEY_BYTES || !isKeyName(name)) {
    throw new CheckpointError('UNKNOWN_KEY', 'no verifier key: name+keyid+base64, of Ed25519');
  }
  if (keyIdOf(name, raw) !== keyId) {
    throw new CheckpointError('UNKNOWN_KEY', 'the verifier key is not the one its id says');
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** Neither empty, nor with a Unicode space or a plus in it. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+\p{Cc}]+$/u.test(name);
}

function keyIdOf(name: string, raw: Uint8Array): string {
  const typed = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([SIGNATURE_TYPE]), raw]);
  return hash('sha256', typed).slice(0, 8);
}

function rawKey(publicKey: KeyObject): Buffer {
  const { crv, x } = publicKey.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new RangeError('a note is signed with Ed25519');
  return Buffer.from(x, 'base64url');
}
