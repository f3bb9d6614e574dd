/** Signed notes and checkpoints, against the specifications' own examples and what they forbid. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { CheckpointError, type CheckpointFault } from './checkpoint-error.ts';
import { formatVerifierKey, noteSigner, noteVerifier, parseVerifierKey } from './note-key.ts';
import { openNote, separateNotes, signNote } from './signed-note.ts';

const NAME = 'example.com/audit/1';
const root = 'ab'.repeat(32);
/** Always the same, so that its note is too. */
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const signer = noteSigner(NAME, privateKey);
const note = signCheckpoint({ size: 12, root }, signer);
const others = generateKeyPairSync('ed25519');

/** The key of the Go implementation's documentation (golang.org/x/mod/sumdb/note). */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const faultOf = (work: () => unknown): CheckpointFault | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof CheckpointError) return error.fault;
    throw error;
  }
  return undefined;
};

describe('a signed note', () => {
  it('of another implementation opens', () => {
    expect(openNote(GO_NOTE, [parseVerifierKey(GO_KEY)])).toContain('cryptography');
  });

  it('opens with several signatures, of which unknown ones are ignored', () => {
    const other = signNote('a\n', noteSigner('other', others.privateKey)).split('\n\n')[1];
    const mine = signNote('a\n', signer);
    expect(openNote(mine + other, [signer])).toBe('a\n');
    expect(faultOf(() => openNote(`a\n\n${other}`, [signer]))).toBe('UNKNOWN_KEY');
  });

  it('is refused when one known signature of two is bad', () => {
    const line = signNote('b\n', signer).split('\n\n')[1];
    expect(faultOf(() => openNote(signNote('a\n', signer) + line, [signer]))).toBe('BAD_SIGNATURE');
  });

  it.each<[string, string]>([
    ['no signature', 'a\n'],
    ['no blank line', note.replace('\n\n', '\n')],
    ['no newline at its end', note.slice(0, -1)],
    ['another dash', note.replace('—', '-')],
    ['a control character', note.replace('12', '1\t2')],
    ['a carriage return', note.replaceAll('\n', '\r\n')],
    ['a signature in another spelling of base64', note.replace(/=+\n$/, '\n')],
    ['a signature shorter than a key id', 'a\n\n— x AAAA\n'],
    ['two spaces', note.replace('— ', '—  ')],
    ['a lone surrogate', `\ud800${note}`],
    ['a hundred and one signatures', `a\n\n${'— x AAAAAAAA\n'.repeat(101)}`],
    ['a million characters', 'a'.repeat(1_000_000) + note],
  ])('is none with %s', (_what, text) => {
    expect(faultOf(() => openNote(text, [signer]))).toBe('MALFORMED_CHECKPOINT');
  });

  it('is found among others in a file', () => {
    const two = signNote('b\n\nc\n', signer);
    expect(separateNotes(note + two + note)).toEqual([note, two, note]);
    expect(separateNotes('')).toEqual([]);
  });

  it.each(['', 'a', 'a\tb\n', '\ud800\n'])('is not made of %j', (text) => {
    expect(() => signNote(text, signer)).toThrow(RangeError);
  });
});

describe('a verifier key', () => {
  it('is one line, and reads back', () => {
    const line = formatVerifierKey(signer);
    expect(line).toMatch(/^example\.com\/audit\/1\+[0-9a-f]{8}\+A/);
    expect(formatVerifierKey(parseVerifierKey(line))).toBe(line);
  });

  const line = formatVerifierKey(signer);
  it.each([
    ['nothing', ''],
    ['another id', line.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', line.replace('audit/1', 'audit/2')],
    ['another algorithm', line.replace('+Ae', '+Ce')],
    ['a short key', line.slice(0, -8)],
    ['a space', line.replace('example', 'exa mple')],
  ])('is none with %s', (_what, text) => {
    expect(faultOf(() => parseVerifierKey(text))).toBe('UNKNOWN_KEY');
  });

  it.each<[string, string, KeyObject]>([
    ['a name with a space', 'a b', signer.publicKey],
    ['a name with a plus', 'a+b', signer.publicKey],
    ['no name', '', signer.publicKey],
    ['a key of another kind', 'a', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey],
  ])('is not made of %s', (_what, name, key) => {
    expect(() => noteVerifier(name, key)).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  it('is origin, size and root, signed', () => {
    expect(note.split('\n').slice(0, 4)).toEqual([
      NAME,
      '12',
      'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=',
      '',
    ]);
    expect(openCheckpoint(note, signer)).toEqual({ origin: NAME, size: 12, root });
  });

  it.each<[string, CheckpointFault, string]>([
    ['another size', 'BAD_SIGNATURE', note.replace('\n12\n', '\n13\n')],
    ['another root', 'BAD_SIGNATURE', note.replace('q6ur', 'r6ur')],
    ['another origin', 'BAD_SIGNATURE', note.replace('audit/1\n', 'audit/2\n')],
    ['a line more', 'BAD_SIGNATURE', note.replace('\n\n', '\nmore\n\n')],
    [
      'a signature of the same name by another key',
      'UNKNOWN_KEY',
      signCheckpoint({ size: 12, root }, noteSigner(NAME, others.privateKey)),
    ],
    [
      'a signature of another name by the same key',
      'UNKNOWN_KEY',
      signCheckpoint({ size: 12, root }, noteSigner('other', privateKey)),
    ],
    [
      'an origin that is not its key',
      'WRONG_ORIGIN',
      signNote(`other\n12\n${note.split('\n')[2]}\n`, signer),
    ],
    [
      'a leading zero',
      'MALFORMED_CHECKPOINT',
      signNote(`${NAME}\n012\n${note.split('\n')[2]}\n`, signer),
    ],
    [
      'a size past counting',
      'MALFORMED_CHECKPOINT',
      signNote(`${NAME}\n9999999999999999\n${note.split('\n')[2]}\n`, signer),
    ],
    ['a short root', 'MALFORMED_CHECKPOINT', signNote(`${NAME}\n12\nq6s=\n`, signer)],
    ['two lines only', 'MALFORMED_CHECKPOINT', signNote(`${NAME}\n12\n`, signer)],
  ])('with %s is refused: %s', (_what, fault, text) => {
    expect(faultOf(() => openCheckpoint(text, signer))).toBe(fault);
  });
});
