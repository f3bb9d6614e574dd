/** Runs a program of the tests, which tools may start but not import. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const LEAN_IMPORTS = pathToFileURL(join(ROOT, 'lib/lean-imports.js')).href;

/** @returns its exit code; 1 when a signal ended it. */
export async function runScript(path: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [`--import=${LEAN_IMPORTS}`, join(ROOT, path), ...args], {
    stdio: 'inherit',
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
