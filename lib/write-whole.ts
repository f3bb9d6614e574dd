/** Writes files so that no reader, and no restart after a crash, ever finds half of one. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './errors/index.ts';

/**
 * Written beside, synced, renamed, and the folder synced: the file is the old one or the new one.
 * @example await writeWhole('/data/policy/state.json', text, 0o600)
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeSynced(beside, content, mode);
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(folder);
}

/**
 * Written beside, synced and linked: of several at once one is first, and the others find its file
 * there, whole. Readable by its owner only.
 * @returns whether it was first.
 */
export async function writeFirst(file: string, content: string): Promise<boolean> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeSynced(beside, content, 0o600);
    await link(beside, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(folder);
  return true;
}

async function writeSynced(
  file: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  await using target = await open(file, 'wx', mode);
  await target.writeFile(content);
  await target.sync();
}

/** Windows can't open a folder; there the rename has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using opened = await open(folder, 'r');
  await opened.sync();
}
