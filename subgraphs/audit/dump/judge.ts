/** What a dump, its checkpoints and the log's key are worth together: one verdict, in one form. */
import { isUtf8 } from 'node:buffer';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { CheckpointError, type CheckpointFault } from '../checkpoint/checkpoint-error.ts';
import { type NoteVerifier, parseVerifierKey } from '../checkpoint/note-key.ts';
import { separateNotes } from '../checkpoint/signed-note.ts';
import { describeFinding, type FindingKind } from './finding.ts';
import type { ByteSource } from './read-lines.ts';
import { verifyDump } from './verify-dump.ts';

export interface Evidence {
  readonly dump: ByteSource;
  /** One signed note or several behind one another. */
  readonly checkpoints: Uint8Array;
  /** The log's verifier key: name, id and key in a line. */
  readonly key: string;
  readonly onProgress?: (entries: number) => void;
}

/** Both verifiers give it as JSON, member by member the same but for the message. */
export interface Verdict {
  readonly ok: boolean;
  readonly entries: number;
  readonly proven: number;
  readonly checkpoints: number;
  /** Entries that the newest of them covers. */
  readonly signed: number;
  readonly root: string;
  readonly headHash: string;
  readonly fault: CheckpointFault | FindingKind | null;
  /** Of the first entry that is wrong, from 1; the size of a checkpoint that is; 0 for neither. */
  readonly sequence: number;
  readonly message: string;
}

/** @example await judge({ dump: await open('dump.jsonl'), checkpoints: bytes, key: 'name+id+key' }) */
export async function judge({
  dump,
  checkpoints: notes,
  key,
  onProgress,
}: Evidence): Promise<Verdict> {
  const opened = openAll(notes, key);
  if (opened.kind === 'refused') {
    const { fault, message } = opened;
    return { ok: false, ...NOTHING, checkpoints: 0, fault, sequence: 0, message };
  }
  const { checkpoints, bankId } = opened;
  const verified = await verifyDump(dump, {
    checkpoints,
    bankId,
    ...(onProgress && { onProgress }),
  });
  const { finding, ...rest } = verified;
  return {
    ok: !finding,
    ...rest,
    checkpoints: checkpoints.length,
    signed: checkpoints.reduce((most, { size }) => Math.max(most, size), 0),
    fault: finding?.kind ?? null,
    sequence: finding?.sequence ?? 0,
    message: finding ? describeFinding(finding) : 'every entry is what was signed',
  };
}

const NOTHING = { entries: 0, proven: 0, signed: 0, root: '', headHash: '' };

type Opened =
  | {
      readonly kind: 'opened';
      readonly checkpoints: readonly Checkpoint[];
      readonly bankId: string;
    }
  | { readonly kind: 'refused'; readonly fault: CheckpointFault; readonly message: string };

/** All or none: one bad note among good ones is a sign too. */
function openAll(notes: Uint8Array, line: string): Opened {
  try {
    const key = parseVerifierKey(line.trim());
    const separate = separateNotes(decode(notes));
    if (separate.length === 0) throw new CheckpointError('MALFORMED_CHECKPOINT', 'there is none');
    const checkpoints = separate.map((note) => openCheckpoint(note, key));
    return { kind: 'opened', checkpoints, bankId: bankOf(key) };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { kind: 'refused', fault: error.fault, message: error.message };
  }
}

function decode(notes: Uint8Array): string {
  if (!isUtf8(notes)) throw new CheckpointError('MALFORMED_CHECKPOINT', 'no UTF-8');
  return Buffer.from(notes).toString();
}

/** Each bank has a log of its own, whose name ends in the bank's id. */
function bankOf({ name }: NoteVerifier): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
