/** One process at a time, by a file that only one can make. */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../errors/index.ts';

/** Longer than the work ever takes: left behind by a process that was killed. */
const STALE_MS = 10_000;
const LOOK_AGAIN_MS = 20;

export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(file))) await pause(LOOK_AGAIN_MS);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const madeAt = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - madeAt > STALE_MS) await rm(file, { force: true });
    return false;
  }
}
