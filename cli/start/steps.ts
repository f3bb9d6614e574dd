/** The lines that say what `payscope start` is doing and how long each part took. */
import type { Terminal } from '../terminal.ts';

/** Runs one part and writes its line when it is done. */
export async function step<T>(
  terminal: Terminal,
  work: () => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { green, dim } = terminal.colors;
  terminal.progress(`${green('✓')} ${describe(result)} ${dim(`(${seconds} s)`)}`);
  return result;
}
