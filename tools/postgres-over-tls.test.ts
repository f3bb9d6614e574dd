/** The image's entrypoint can't run where tests run; what it is handed can be looked at. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../deploy/postgres-over-tls.sh');
const run = promisify(execFile);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-postgres-'));
  await writeFile(join(dir, 'postgres.pem'), 'certificate', { mode: 0o644 });
  await writeFile(join(dir, 'postgres.key'), 'key', { mode: 0o644 });
});
afterAll(() => rm(dir, { recursive: true }));

const start = (...args: readonly string[]) =>
  run('sh', [SCRIPT, ...args], {
    env: {
      PATH: process.env.PATH,
      SECRETS_DIR: dir,
      TLS_DIR: join(dir, 'tls'),
      PGDATA: dir,
      POSTGRES_OS_USER: userInfo().username,
      ENTRYPOINT: 'echo',
    },
  });

it('starts PostgreSQL with a key that only it reads, and no way in without TLS', async () => {
  const { stdout } = await start('postgres', '-c', 'log_error_verbosity=terse');
  const said = stdout.trim();
  expect(said).toMatch(/^postgres -c log_error_verbosity=terse -c ssl=on /);
  for (const name of ['server.key', 'server.crt', 'pg_hba.conf']) {
    expect(said).toContain(`=${join(dir, 'tls', name)}`);
  }
  expect((await stat(join(dir, 'tls', 'server.key'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, 'tls'))).mode & 0o777).toBe(0o700);
  expect(await readFile(join(dir, 'tls', 'pg_hba.conf'), 'utf8')).not.toMatch(/^host /m);
});

it('takes renewed files on reload, and tells the server', async () => {
  await writeFile(join(dir, 'postgres.key'), 'renewed');
  const server = execFile(process.execPath, [
    '-e',
    "process.on('SIGHUP', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1000)",
  ]);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await new Promise((resolve) => server.stdout?.once('data', resolve));
  await writeFile(join(dir, 'postmaster.pid'), `${server.pid}\nrest\n`);
  await start('reload');
  expect(await ended).toBe(7);
  expect(await readFile(join(dir, 'tls', 'server.key'), 'utf8')).toBe('renewed');
});
