import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { openPool } from '../pool.ts';
import { type EmbeddedPostgres, startEmbedded } from './index.ts';

const log = createLog({ name: 'embedded-test', level: 'silent' });
const settings = { fsync: 'off' };

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-embedded-'));
  running = [];
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(dir = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbedded({ dataDir: dir, log, settings });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const sql = openPool(url, { max: 1, connect_timeout: 2 });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const portOf = (url: string) => Number(new URL(url).port);
const lockFile = () => join(dataDir, 'postgres', 'postmaster.pid');

describe('startEmbedded', { timeout: 30_000 }, () => {
  it('keeps data and port over a restart', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();
    const second = await start();
    expect(portOf(second.url)).toBe(portOf(first.url));
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('speaks UTF-8, on loopback only, and asks for the password', async () => {
    const { url } = await start();
    expect(
      await query(
        url,
        `select current_setting('server_encoding') as encoding,
          current_setting('listen_addresses') as addresses,
          current_setting('unix_socket_directories') as sockets`,
      ),
    ).toEqual([{ encoding: 'UTF8', addresses: '127.0.0.1', sockets: '' }]);
    const stranger = new URL(url);
    stranger.password = 'wrong';
    await expect(query(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('takes another port when its own is taken by then', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(portOf(first.url), '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const second = await start();
      expect(portOf(second.url)).not.toBe(portOf(first.url));
      expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it.each([
    ['of a process that is gone', () => 2 ** 22 + 1],
    ['whose number another program has by now', () => process.pid],
    ['that is empty', () => ''],
  ])('removes a lock %s', async (_, pidOf) => {
    const first = await start();
    await first.stop();
    const lines = [
      pidOf(),
      join(dataDir, 'postgres'),
      0,
      portOf(first.url),
      '',
      '127.0.0.1',
      '',
      '',
    ];
    await writeFile(lockFile(), lines.join('\n'));
    const second = await start();
    expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('shares a server that another start runs, and does not stop it', async () => {
    const first = await start();
    const second = await start();
    expect(second.url).toBe(first.url);
    await second.stop();
    expect(await query(first.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('lets two first starts at the same moment end on one server', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first?.url).toBe(second?.url);
  });

  it('takes over a server whose parent was killed, and stops it', async () => {
    const url = await startInChild(
      'await new Promise(() => setInterval(() => {}, 1000))',
      'SIGKILL',
    );
    const adopted = await start();
    expect(adopted.url).toBe(url);
    expect(await query(adopted.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    await adopted.stop();
    await expect(query(url, 'select 1')).rejects.toThrow();
  });

  it('stops with a process that exits without stopping it', async () => {
    const url = await startInChild('process.exit(0)');
    const again = await start();
    expect(again.url).toBe(url);
    // The lock was gone, so this start made a server of its own and will stop it.
    await again.stop();
    await expect(query(url, 'select 1')).rejects.toThrow();
  });

  it('explains a server that holds the lock and does not answer', async () => {
    await start();
    await writeFile(join(dataDir, 'postgres', 'superuser-password'), 'another');
    await expect(start()).rejects.toMatchObject({
      fault: 'LOCKED',
      message: expect.stringContaining('postmaster.pid'),
    });
  });

  it('refuses a data directory of another version', async () => {
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({
      fault: 'OTHER_VERSION',
      message: expect.stringContaining('PostgreSQL 17'),
    });
  });

  it.runIf(process.getuid?.() === 0)('runs below a folder that only root may enter', async () => {
    await chmod(dataDir, 0o700);
    const { url } = await start(join(dataDir, 'inside'));
    expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

/** Runs a start in a process of its own that then does as told, and waits until it is gone. */
async function startInChild(then: string, signal?: NodeJS.Signals): Promise<string> {
  const program = `
    import { startEmbedded } from '${new URL('./index.ts', import.meta.url).href}';
    import { createLog } from '${new URL('../../log.ts', import.meta.url).href}';
    const log = createLog({ name: 'child', level: 'silent' });
    const { url } = await startEmbedded({ dataDir: '${dataDir}', log, settings: { fsync: 'off' } });
    process.stdout.write(url);
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(child.stdout, 'data');
  const gone = once(child, 'exit');
  if (signal) child.kill(signal);
  await gone;
  // An exit handler can't wait: the server is told to stop, and does so a moment later.
  if (!signal) await waitForNoLock();
  return String(url);
}

async function waitForNoLock(): Promise<void> {
  for (;;) {
    try {
      await readFile(lockFile());
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
