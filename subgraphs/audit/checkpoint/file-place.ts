/** A file a log, to which notes are only ever appended; on another disk, or one that is written once. */
import { constants } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../lib/errors/index.ts';
import type { CheckpointPlace } from './place.ts';
import { separateNotes } from './signed-note.ts';

/** @example filePlace('/mnt/worm/checkpoints') */
export function filePlace(folder: string): CheckpointPlace {
  const fileOf = (origin: string) => join(folder, `${encodeURIComponent(origin)}.checkpoints`);
  const notesOf = async (origin: string) => separateNotes(await readIfThere(fileOf(origin)));
  return {
    keep: async (origin, note) => {
      const notes = await notesOf(origin);
      const whole = notes.filter(isWhole);
      if (whole.at(-1) === note) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { O_APPEND, O_CREAT, O_WRONLY } = constants;
      await using file = await open(fileOf(origin), O_APPEND | O_CREAT | O_WRONLY, 0o600);
      // Half a note is what a crash left of one that nobody was told of.
      if (whole.length < notes.length) await file.truncate(Buffer.byteLength(whole.join('')));
      await file.appendFile(note);
      await file.sync();
    },
    latest: async (origin) => (await notesOf(origin)).findLast(isWhole),
  };
}

function isWhole(note: string): boolean {
  return /\n\n(— [^\n]+\n)+$/.test(note);
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
