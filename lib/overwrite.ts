/** Writes key and certificate files of processes that may be running. */
import { constants, open } from 'node:fs/promises';

const IN_PLACE = constants.O_RDWR | constants.O_CREAT;

/**
 * Into the same file where there is one: mounted by itself into a container, a file put in its place
 * would not be seen. Who reads half of it keeps what it had, and looks again. It is cut off last, so
 * that two who write the same text at once leave it once.
 */
export async function overwrite(file: string, text: string, mode: number): Promise<void> {
  await using target = await open(file, IN_PLACE, mode);
  const bytes = Buffer.from(text);
  await target.write(bytes, 0, bytes.length, 0);
  await target.truncate(bytes.length);
  await target.sync();
}
