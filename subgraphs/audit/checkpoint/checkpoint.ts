/** Size and root of a tree at an instant, signed (https://c2sp.org/tlog-checkpoint). */
import type { TreeHash } from '../merkle/hash.ts';
import { readBase64 } from './base64.ts';
import { CheckpointError } from './checkpoint-error.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { openNote, signNote } from './signed-note.ts';

const ROOT_BYTES = 32;

export interface Checkpoint {
  /** The log it is of, which is the name of its key. */
  readonly origin: string;
  readonly size: number;
  readonly root: TreeHash;
}

/**
 * The note to keep elsewhere.
 * @example signCheckpoint({ size: 12, root }, signer)
 */
export function signCheckpoint(
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
  signer: NoteSigner,
): string {
  const encoded = Buffer.from(root, 'hex').toString('base64');
  return signNote(`${signer.name}\n${size}\n${encoded}\n`, signer);
}

/**
 * What the log's key has signed.
 * @throws {CheckpointError} saying why the note proves nothing.
 */
export function openCheckpoint(note: string, key: NoteVerifier): Checkpoint {
  const checkpoint = readCheckpoint(openNote(note, [key]));
  if (checkpoint.origin !== key.name) {
    throw new CheckpointError('WRONG_ORIGIN', `it is of ${checkpoint.origin}`);
  }
  return checkpoint;
}

function readCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n');
  const root = readBase64(encoded);
  const isWhole = /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size));
  if (origin === '' || !isWhole || root?.length !== ROOT_BYTES || extensions.includes('')) {
    throw new CheckpointError('MALFORMED_CHECKPOINT', 'no checkpoint: origin, size, root');
  }
  return { origin, size: Number(size), root: root.toString('hex') };
}
