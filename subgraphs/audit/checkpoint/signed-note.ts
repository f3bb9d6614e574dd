/** Text with signatures beneath (https://c2sp.org/signed-note). */
import { sign, verify } from 'node:crypto';
import { readBase64 } from './base64.ts';
import { CheckpointError } from './checkpoint-error.ts';
import { isKeyName, type NoteSigner, type NoteVerifier } from './note-key.ts';

const KEY_ID_BYTES = 4;
const NOTE_CHARACTERS_MAX = 1_000_000;
/** The specification asks for 16 at least. */
const SIGNATURES_MAX = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a note must not have
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]/;

/** @param text ends in a newline, which is signed too. */
export function signNote(text: string, { name, keyId, privateKey }: NoteSigner): string {
  if (!text.endsWith('\n') || FORBIDDEN.test(text) || !text.isWellFormed()) {
    throw new RangeError('a note is lines of text');
  }
  const signature = sign(null, Buffer.from(text), privateKey);
  const encoded = Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64');
  return `${text}\n— ${name} ${encoded}\n`;
}

/**
 * The text of a note that a known key signed; nothing of it counts otherwise.
 * @throws {CheckpointError} MALFORMED_CHECKPOINT, UNKNOWN_KEY or BAD_SIGNATURE.
 */
export function openNote(note: string, keys: readonly NoteVerifier[]): string {
  const { text, signatures } = splitNote(note);
  let isSigned = false;
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((one) => one.name === name && one.keyId === keyId);
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, signature)) {
      throw new CheckpointError('BAD_SIGNATURE', `${name} did not sign this`);
    }
    isSigned = true;
  }
  if (!isSigned) throw new CheckpointError('UNKNOWN_KEY', 'not signed by the key it must be');
  return text;
}

/** Notes written one behind the other, as a file of checkpoints has them. */
export function separateNotes(notes: string): readonly string[] {
  const separate: string[] = [];
  let lines: string[] = [];
  let wasSignature = false;
  for (const line of notes.split(/(?<=\n)/)) {
    const isSignature = line.startsWith('— ');
    if (wasSignature && !isSignature) {
      separate.push(lines.join(''));
      lines = [];
    }
    lines.push(line);
    wasSignature = isSignature;
  }
  separate.push(lines.join(''));
  return separate.filter((one) => one !== '');
}

function splitNote(note: string) {
  if (note.length > NOTE_CHARACTERS_MAX || FORBIDDEN.test(note) || !note.isWellFormed()) {
    throw malformed('it is not lines of text');
  }
  // The text may have empty lines of its own: the last one is where it ends.
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || lines.length === 0) throw malformed('it has no signature');
  if (lines.length > SIGNATURES_MAX) throw malformed('it has too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line: string) {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = readBase64(encoded);
  if (
    dash !== '—' ||
    !isKeyName(name) ||
    more.length > 0 ||
    !bytes ||
    bytes.length <= KEY_ID_BYTES
  ) {
    throw malformed('a signature line is not one');
  }
  const keyId = bytes.subarray(0, KEY_ID_BYTES).toString('hex');
  return { name, keyId, signature: bytes.subarray(KEY_ID_BYTES) };
}

function malformed(why: string): CheckpointError {
  return new CheckpointError('MALFORMED_CHECKPOINT', `no signed note: ${why}`);
}
