/** A file a log, to which notes are only ever appended; on another disk, or one that is written once. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../lib/errors/index.ts';
import type { CheckpointPlace } from './place.ts';
import { separateNotes } from './signed-note.ts';

/** Room for many notes of some 300 bytes; a file has millions of them after a year. */
const TAIL_BYTES = 65_536;

/** @example filePlace('/mnt/worm/checkpoints') */
export function filePlace(folder: string): CheckpointPlace {
  const fileOf = (origin: string) => join(folder, `${encodeURIComponent(origin)}.checkpoints`);
  return {
    keep: async (origin, note) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { O_APPEND, O_CREAT, O_RDWR } = constants;
      await using file = await open(fileOf(origin), O_APPEND | O_CREAT | O_RDWR, 0o600);
      const { last, end, size } = await readEnd(file);
      if (last === note) return;
      // Half a note is what a crash left of one that nobody was told of.
      if (end < size) await file.truncate(end);
      await file.appendFile(note);
      await file.sync();
    },
    latest: async (origin) => {
      await using file = await openIfThere(fileOf(origin));
      return file && (await readEnd(file)).last;
    },
  };
}

interface End {
  readonly last: string | undefined;
  /** Where the last whole note ends. */
  readonly end: number;
  readonly size: number;
}

async function readEnd(file: FileHandle): Promise<End> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const bytes = Buffer.alloc(size - start);
  await file.read(bytes, 0, bytes.length, start);
  const notes = separateNotes(bytes.toString('utf8'));
  // Where there is more before it, the first is what the cut left of one.
  const last = notes.slice(start > 0 ? 1 : 0).findLast(isWhole);
  if (last === undefined && start > 0) throw new Error('no file of checkpoints');
  const end = last === undefined ? 0 : bytes.lastIndexOf(last) + Buffer.byteLength(last);
  return { last, end: start + end, size };
}

function isWhole(note: string): boolean {
  return /\n\n(— [^\n]+\n)+$/.test(note);
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
