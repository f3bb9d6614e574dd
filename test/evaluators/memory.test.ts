import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const EVALUATIONS = 100_000;
const GROWN_MAX = 5 * 1024 * 1024;

const reportSchema = z.object({ evaluations: z.number(), grown: z.number() });

test(`${EVALUATIONS} evaluations leave resident memory flat, within 5 MiB`, async () => {
  const script = join(import.meta.dirname, 'memory.ts');
  const args = ['--expose-gc', '--max-semi-space-size=1', script, String(EVALUATIONS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { evaluations, grown } = reportSchema.parse(JSON.parse(stdout));
  expect(evaluations).toBe(EVALUATIONS);
  expect(grown).toBeLessThan(GROWN_MAX);
}, 60_000);
