/** What postmaster.pid says about a server that may be running on a data directory. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../errors/index.ts';

/** A server found on the data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Its parent died without stopping it: nobody else uses or stops it. */
  readonly orphaned: boolean;
}

/**
 * The server running on the data directory. A lock whose process is dead, or whose number another
 * program has by now, is removed: PostgreSQL itself would refuse to start on the latter.
 */
export async function findPostmaster(dir: string): Promise<Postmaster | undefined> {
  const file = join(dir, 'postmaster.pid');
  const lines = (await readIfThere(file))?.split('\n');
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await isPostgres(pid))) {
    await rm(file, { force: true });
    return undefined;
  }
  // The port's line follows a moment after the lock; port 0 answers as little as a port not yet open.
  return { pid, port: Number(lines[3] ?? 0), orphaned: await isOrphan(pid, dir) };
}

/** Remembers who started the server of this data directory. */
export function ownerFileOf(dir: string): string {
  return `${dir}.owner`;
}

/** Asks it to stop at once and waits until it has removed its lock, its last act. */
export async function stopPostmaster(dir: string, deadlineMs: number): Promise<void> {
  const end = Date.now() + deadlineMs;
  const first = await findPostmaster(dir);
  if (first) process.kill(first.pid, 'SIGINT');
  // The process itself may stay a zombie for long: its parent is not ours.
  while (Date.now() < end && (await findPostmaster(dir))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and another user's.
    return codeOf(error) === 'EPERM';
  }
}

/** Where /proc tells; elsewhere a live process is taken for PostgreSQL. */
async function isPostgres(pid: number): Promise<boolean> {
  const name = await readIfThere(`/proc/${pid}/comm`);
  return name === undefined || name.trim() === 'postgres';
}

async function isOrphan(pid: number, dir: string): Promise<boolean> {
  const owner = Number(await readIfThere(ownerFileOf(dir)));
  if (!Number.isInteger(owner) || owner <= 0) return false;
  if (!isAlive(owner)) return true;
  // The owner's number may belong to another process by now; a child knows its parent.
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent !== undefined && Number(parent) !== owner;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
