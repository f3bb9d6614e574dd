/** Starts the project's own programs as real processes and waits until they listen. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

const Listening = z.object({ kind: z.literal('listening'), name: z.string(), url: z.string() });

export interface Program {
  /** Base URLs by the name each server reported. */
  readonly urls: ReadonlyMap<string, string>;
  readonly process: ChildProcess;
  /** What it wrote so far, standard output and error together. */
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** @throws with its output when it ends before `servers` of its servers listen. */
export async function startProgram(
  script: string,
  env: Readonly<Record<string, string>>,
  servers = 1,
): Promise<Program> {
  const child = fork(join(ROOT, script), {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? '',
      LOG_LEVEL: 'warn',
      // What runs in child processes counts in the coverage too.
      NODE_V8_COVERAGE: process.env.CHILD_V8_COVERAGE,
      ...env,
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const urls = await listening(
    child,
    servers,
    (code) => `${script} ended with ${code}:\n${output}`,
  );
  return { urls, process: child, output: () => output, stop: () => stopProcess(child) };
}

/**
 * Base URLs by the name each server reports, once there are as many.
 * @param ended says what happened, where the process ends before.
 */
export async function listening(
  child: ChildProcess,
  servers: number,
  ended: (code: number | null) => string,
): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      const { name, url } = Listening.parse(message);
      urls.set(name, url);
      if (urls.size === servers) resolve();
    });
    child.once('exit', (code) => reject(new Error(ended(code))));
  });
  return urls;
}

/** SIGTERM, and the exit code. */
export async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  return child.exitCode;
}
