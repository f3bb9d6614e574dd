/** Starts PostgreSQL's programs as the right user. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { RunAs } from './run-as.ts';

/** In a process group of its own: Ctrl-C reaches only the parent, which stops it in order. */
export function spawnAs(as: RunAs, program: string, args: readonly string[]): ChildProcess {
  const [command = program, ...rest] = [...as.prefix, program, ...args];
  return spawn(command, rest, {
    // A folder the other user can enter for certain.
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(as.user && as.prefix.length === 0 ? as.user : {}),
  });
}

/** Resolves with its exit code and the end of what it said on stderr. */
export function waitForExit(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4096);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
