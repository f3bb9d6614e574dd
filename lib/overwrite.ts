/** Writes key and certificate files of processes that may be running. */
import { open } from 'node:fs/promises';

/**
 * Into the same file where there is one: mounted by itself into a container, a file put in its place
 * would not be seen. Who reads half of it keeps what it had, and looks again.
 */
export async function overwrite(file: string, text: string, mode: number): Promise<void> {
  await using target = await open(file, 'a', mode);
  await target.truncate(0);
  await target.writeFile(text);
  await target.sync();
}
