/** A file that stays the same from its fingerprint to its last byte. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Bytes } from './open-source.ts';
import type { Format } from './read-payments.ts';

export interface OpenedFile {
  /** Of its bytes and of how they are read: the same file read as another format is another. */
  readonly checksum: string;
  /** What the quarantine calls it: its name, and enough of the checksum to tell it from others. */
  readonly source: string;
  /** From its start. */
  read(): Bytes;
  /** @throws {FileProblem} when it was written to since it was opened. */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** The file can't be loaded, for a reason that is in it or its path. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/** Raised when a reader makes other records of the same bytes: their numbers are where a load goes on. */
const READER_REVISION = 1;
const NAME_CHARACTERS_MAX = 100;
const CHECKSUM_CHARACTERS_SHOWN = 16;

/** @throws {FileProblem} when it is no file; what the system says, when it can't be read. */
export async function openFile(path: string, format: Format): Promise<OpenedFile> {
  const handle = await open(path);
  try {
    const before = await stampOf(handle);
    if (before === undefined) throw new FileProblem(`${path} is no file`);
    const checksum = await fingerprint(handle, format);
    const name = basename(path)
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, '?');
    return {
      checksum,
      source: `${name.slice(-NAME_CHARACTERS_MAX)}@${checksum.slice(0, CHECKSUM_CHARACTERS_SHOWN)}`,
      read: () => bytesOf(handle),
      checkUnchanged: async () => {
        if ((await stampOf(handle)) === before) return;
        throw new FileProblem(
          `${path} was written to while it was read. Load it again when it is complete.`,
        );
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function stampOf(handle: FileHandle): Promise<string | undefined> {
  const stat = await handle.stat({ bigint: true });
  return stat.isFile() ? `${stat.size} ${stat.mtimeNs}` : undefined;
}

function bytesOf(handle: FileHandle): Bytes {
  return handle.createReadStream({ start: 0, autoClose: false });
}

async function fingerprint(handle: FileHandle, format: Format): Promise<string> {
  const hash = createHash('sha256').update(`${format};${READER_REVISION};`);
  for await (const bytes of bytesOf(handle)) hash.update(bytes);
  return hash.digest('hex');
}
