/** Starts read-generated.ts with as little memory as a reader that holds a record at a time needs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const SCRIPT = join(import.meta.dirname, 'read-generated.ts');
const HEAP_MEGABYTES_MAX = 128;

const Reading = z.object({
  payments: z.number(),
  refused: z.number(),
  seconds: z.number(),
  megabytesPeak: z.number(),
});

/** @throws when it takes more memory than it may. */
export async function readGenerated(
  shape: string,
  megabytes: number,
): Promise<z.output<typeof Reading>> {
  const args = [`--max-old-space-size=${HEAP_MEGABYTES_MAX}`, SCRIPT, shape, String(megabytes)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Reading.parse(JSON.parse(stdout));
}
