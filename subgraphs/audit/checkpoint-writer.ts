/** Signs the trees that grew and has the checkpoints kept elsewhere; no append ever waits for it. */
import { type Database, withTenant } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { catchUp } from './catch-up.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint/checkpoint.ts';
import type { NoteSigner } from './checkpoint/note-key.ts';
import type { CheckpointPlace } from './checkpoint/place.ts';
import { isConsistent } from './merkle/check-proof.ts';
import { EMPTY_ROOT } from './merkle/hash.ts';
import { proveGrowth } from './prove-entry.ts';

export interface CheckpointWriterOptions {
  readonly place: CheckpointPlace;
  readonly signerOf: (bankId: BankId) => NoteSigner;
}

export interface CheckpointOutcome {
  /** `inconsistent`: the tree is not a continuation of what was signed last, so nothing is signed. */
  readonly kind: 'kept' | 'unchanged' | 'inconsistent' | 'failed';
  readonly bankId: BankId;
  readonly cause?: unknown;
}

/** A checkpoint as its place has it. */
export interface KeptCheckpoint extends Checkpoint {
  readonly note: string;
}

export interface CheckpointWriter {
  /** To be told of each append. */
  readonly grew: (bankId: BankId) => void;
  /** Of every bank that grew since; what fails is tried again the next time. */
  readonly writeDue: (db: Database) => Promise<readonly CheckpointOutcome[]>;
  /**
   * The bank's newest. What is known already is enough where it is over `size` entries; the place is
   * asked otherwise, since another process may have written one.
   */
  readonly newest: (bankId: BankId, size?: number) => Promise<KeptCheckpoint | undefined>;
}

const CATCH_UP_PIECE = 1_000;

export function createCheckpointWriter(options: CheckpointWriterOptions): CheckpointWriter {
  const due = new Set<BankId>();
  const latest = new Map<BankId, KeptCheckpoint>();
  const writeOne = async (db: Database, bankId: BankId): Promise<CheckpointOutcome> => {
    // Before the tree is read: what grows meanwhile is due again.
    due.delete(bankId);
    const outcome = await attempt({ ...options, db, bankId, latest }).catch(
      (cause: unknown): CheckpointOutcome => ({ kind: 'failed', bankId, cause }),
    );
    if (outcome.kind === 'failed' || outcome.kind === 'inconsistent') due.add(bankId);
    return outcome;
  };
  const writeAll = async (db: Database): Promise<readonly CheckpointOutcome[]> => {
    const outcomes: CheckpointOutcome[] = [];
    for (const bankId of [...due]) outcomes.push(await writeOne(db, bankId));
    return outcomes;
  };
  let running: Promise<unknown> = Promise.resolve();
  return {
    grew: (bankId) => void due.add(bankId),
    writeDue: (db) => {
      // One after another, or a slow place would see an older checkpoint after a newer one.
      const written = running.then(() => writeAll(db));
      running = written;
      return written;
    },
    newest: async (bankId, size = Number.POSITIVE_INFINITY) => {
      const known = latest.get(bankId);
      return known && known.size >= size
        ? known
        : lastKept(options.place, options.signerOf(bankId));
    },
  };
}

interface Attempt extends CheckpointWriterOptions {
  readonly db: Database;
  readonly bankId: BankId;
  readonly latest: Map<BankId, KeptCheckpoint>;
}

async function attempt({
  db,
  bankId,
  place,
  signerOf,
  latest,
}: Attempt): Promise<CheckpointOutcome> {
  const signer = signerOf(bankId);
  const last = latest.get(bankId) ?? (await lastKept(place, signer));
  const piece = { bankId, pieceSize: CATCH_UP_PIECE };
  while ((await withTenant(db, bankId, (tx) => catchUp(tx, piece))) > 0);
  const older = { size: last?.size ?? 0, root: last?.root ?? EMPTY_ROOT };
  const growth = await withTenant(db, bankId, (tx) =>
    proveGrowth(tx, bankId, { older: older.size }),
  );
  // https://c2sp.org/tlog-checkpoint: a log never signs what contradicts what it signed before.
  if (!growth || !isConsistent({ older, newer: growth, proof: growth.hashes })) {
    return { kind: 'inconsistent', bankId };
  }
  if (growth.size === older.size) return { kind: 'unchanged', bankId };
  const checkpoint = { origin: signer.name, size: growth.size, root: growth.root };
  const note = signCheckpoint(checkpoint, signer);
  await place.keep(signer.name, note);
  latest.set(bankId, { ...checkpoint, note });
  return { kind: 'kept', bankId };
}

async function lastKept(
  place: CheckpointPlace,
  signer: NoteSigner,
): Promise<KeptCheckpoint | undefined> {
  const note = await place.latest(signer.name);
  return note === undefined ? undefined : { ...openCheckpoint(note, signer), note };
}
