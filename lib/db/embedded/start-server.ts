/** Runs the server process until it is told to stop. */
import type { ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { ownerFileOf } from './postmaster.ts';
import type { RunAs } from './run-as.ts';
import { spawnAs, waitForExit } from './spawn.ts';

export interface Server {
  readonly postgres: string;
  readonly as: RunAs;
  readonly dir: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly onLog?: (text: string) => void;
}

export type Started =
  | { readonly kind: 'ready'; stop(): Promise<void> }
  | { readonly kind: 'port-taken'; readonly said: string }
  | { readonly kind: 'failed'; readonly said: string };

/** Small, since it shares a laptop with six processes; loopback only, and no socket files. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '60',
  // Nothing replicates from it.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // Compiling pays off for queries that run for seconds; ours run for milliseconds.
  jit: 'off',
  // The DETAIL of an error carries values of rows.
  log_error_verbosity: 'terse',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

const READY = 'database system is ready to accept connections';
const PORT_TAKEN = 'could not bind IPv4 address';

export async function startServer(server: Server): Promise<Started> {
  // Before it runs: a start at the same moment must not take it for an orphan.
  await writeFile(ownerFileOf(server.dir), `${process.pid}\n`);
  const settings = Object.entries({ ...SETTINGS, ...server.settings });
  const child = spawnAs(server.as, server.postgres, [
    '-D',
    server.dir,
    '-p',
    String(server.port),
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  if (server.onLog) child.stderr?.on('data', server.onLog);
  const exit = waitForExit(child);
  const ended = await Promise.race([waitForReady(child), exit]);
  if (ended !== 'ready') {
    return { kind: ended.said.includes(PORT_TAKEN) ? 'port-taken' : 'failed', said: ended.said };
  }
  // The last resort of a process that ends without stop(); SIGKILL leaves an orphan, see postmaster.ts.
  const interrupt = () => child.kill('SIGINT');
  process.once('exit', interrupt);
  return {
    kind: 'ready',
    stop: async () => {
      process.off('exit', interrupt);
      child.kill('SIGINT');
      await exit;
      await rm(ownerFileOf(server.dir), { force: true });
    },
  };
}

function waitForReady(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    let tail = '';
    const listen = (text: string) => {
      tail = (tail + text).slice(-4096);
      if (!tail.includes(READY)) return;
      child.stderr?.off('data', listen);
      resolve('ready');
    };
    child.stderr?.on('data', listen);
  });
}
