/** The verifier in Go, built once and asked case by case over a pipe. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { codeOf } from '../../lib/errors/index.ts';
import type { Case } from './audit-tampering.ts';

const FOLDER = fileURLToPath(new URL('../../cli/verifier-go', import.meta.url));

export interface GoVerifier {
  readonly judge: (one: Case) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** @returns undefined where there is no Go. */
export async function startGoVerifier(): Promise<GoVerifier | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-verifier-'));
  const binary = join(dir, 'verifier');
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  try {
    await promisify(execFile)('go', ['build', '-o', binary, '.'], { cwd: FOLDER, env });
  } catch (error) {
    await rm(dir, { recursive: true });
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const child = spawn(binary, ['--cases'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    judge: async ({ dump, checkpoints, key }) => {
      const asked = {
        dump: dump.toString('base64'),
        checkpoints: checkpoints.toString('base64'),
        key,
      };
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the verifier in Go has ended');
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await ended;
      await rm(dir, { recursive: true });
    },
  };
}
