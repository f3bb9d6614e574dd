/** What the gateway still holds once the last answer is out: a heap snapshot, read as text. */
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findCanaries } from './canaries.ts';
import type { Leak } from './judge.ts';
import type { Platform } from './platform.ts';
import type { Sent } from './sent.ts';

const WAIT_MS = 60_000;
const LEAKS_MAX = 5;
/** Longer than any canary, so that one cut by two chunks is seen whole in the second. */
const OVERLAP = 256;

/**
 * Rows of no bank may be in it, neither in a cache nor in a key of one; who asked may, and texts of
 * operations with the ids a client wrote into them. The snapshot collects garbage first.
 */
export async function searchHeap(
  platform: Platform,
  sent: Sent,
): Promise<{ readonly bytes: number; readonly leaks: readonly Leak[] }> {
  const file = await writeSnapshot(platform);
  const leaks = new Map<string, Leak>();
  let tail = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const text = `${tail}${chunk}`;
    // Half of who asked looks like half of a row.
    findCanaries(text.slice(0, endOfWhole(text)), ({ bank, text: found, isIdentity }) => {
      if (isIdentity || leaks.size >= LEAKS_MAX || !isText(found)) return;
      if (sent.isInlined(found)) return;
      const at = text.indexOf(found);
      const where = text.slice(Math.max(0, at - 300), at + 300);
      leaks.set(found, { surface: 'gateway memory', owner: bank, text: found, where });
    });
    tail = text.slice(-OVERLAP);
  }
  const { size } = await stat(file);
  await rm(file);
  return { bytes: size, leaks: [...leaks.values()] };
}

/** Before a word that may go on in the next chunk, where it is seen whole. */
export function endOfWhole(text: string): number {
  let end = text.length;
  while (end > Math.max(0, text.length - OVERLAP / 2) && /[\w-]/.test(text[end - 1] ?? ''))
    end -= 1;
  return end;
}

/** A snapshot is full of numbers and quoted letters of its own. */
function isText(found: string): boolean {
  return /^ca9a00|^CNRY|^\d{4}-/.test(found);
}

async function writeSnapshot({ dir, gatewayProcess }: Platform): Promise<string> {
  gatewayProcess.process.kill('SIGUSR2');
  const until = performance.now() + WAIT_MS;
  let sizeBefore = -1;
  while (performance.now() < until) {
    const name = (await readdir(dir)).find((each) => each.endsWith('.heapsnapshot'));
    if (name !== undefined) {
      const { size } = await stat(join(dir, name));
      if (size > 0 && size === sizeBefore) return join(dir, name);
      sizeBefore = size;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the gateway wrote no heap snapshot');
}
