/** Whether a port can be listened on, and if not, who holds it. */
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

export type PortState =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; readonly holder: string | undefined }
  | { readonly kind: 'unusable'; readonly why: string };

/** @example if ((await checkPort('127.0.0.1', 4000)).kind === 'taken') … */
export async function checkPort(host: string, port: number): Promise<PortState> {
  const error = await tryListening(host, port);
  if (error === undefined) return { kind: 'free' };
  if (error.code !== 'EADDRINUSE') return { kind: 'unusable', why: error.message };
  return { kind: 'taken', holder: await findHolder(port).catch(() => undefined) };
}

function tryListening(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function findHolder(port: number): Promise<string | undefined> {
  return process.platform === 'linux' ? findInProc(port) : findByLsof(port);
}

/** proc(5): the listening socket's inode in /proc/net/tcp, then who has that inode open. */
async function findInProc(port: number): Promise<string | undefined> {
  const inodes = new Set<string>();
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
      const fields = line.trim().split(/\s+/);
      const listens = fields[3] === '0A';
      if (listens && Number.parseInt(fields[1]?.split(':')[1] ?? '', 16) === port) {
        inodes.add(`socket:[${fields[9]}]`);
      }
    }
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (inodes.has(target)) return describe(pid, await readFile(`/proc/${pid}/cmdline`, 'utf8'));
    }
  }
  return undefined;
}

async function findByLsof(port: number): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN']);
  const [command, pid] = stdout.split('\n')[1]?.split(/\s+/) ?? [];
  return pid && command ? describe(pid, command) : undefined;
}

function describe(pid: string, commandLine: string): string {
  const text = commandLine.replaceAll('\0', ' ').trim();
  return `process ${pid} (${text.length > 80 ? `${text.slice(0, 79)}…` : text})`;
}
