/** A process of the product, with all it writes in a file: a run's output is too long to keep. */
import { type ChildProcess, fork } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { listening, stopProcess } from '../support/processes.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Started {
  readonly urls: ReadonlyMap<string, string>;
  readonly process: ChildProcess;
  readonly stop: () => Promise<unknown>;
}

export interface Starting {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly servers: number;
  /** Standard output and error. */
  readonly logFile: string;
  readonly nodeOptions?: readonly string[];
}

/** @throws when it ends before its servers listen; why is in the file. */
export async function startProcess(starting: Starting): Promise<Started> {
  const { script, env, servers, logFile, nodeOptions = [] } = starting;
  const log = await open(logFile, 'a');
  const child = fork(join(ROOT, script), {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    execArgv: [...nodeOptions],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  const ended = (code: number | null) => `${script} ended with ${code}: see ${logFile}`;
  const urls = await listening(child, servers, ended).finally(() => log.close());
  return { urls, process: child, stop: () => stopProcess(child) };
}
