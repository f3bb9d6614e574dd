/** The `payscope` command: what it prints where, and how it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { readJwks } from '../../lib/keys.ts';
import { runCommand } from '../support/command.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-command-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const run = (line: string, environment: Readonly<Record<string, string>> = {}) =>
  runCommand(line.split(' '), { DATA_DIR: dataDir, ...environment });

describe('payscope token', () => {
  it('prints a token the gateway takes: issuer, audience, subject, role, bank', async () => {
    const { code, stdout } = await run('token --role ANALYST --bank AB');
    expect(code).toBe(0);
    const keys = createLocalJWKSet(await readJwks(join(dataDir, 'keys', 'issuer.public.json')));
    const { payload, protectedHeader } = await jwtVerify(stdout.trim(), keys, {
      issuer: 'urn:payscope:development-issuer',
      audience: 'payscope-gateway',
    });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({
      sub: 'dev:analyst@AB',
      role: 'ANALYST',
      bank_id: bankIdOf('AB'),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it('prints JSON when asked to', async () => {
    const { stdout } = await run('token --role auditor --bank hb --ttl 15m --json');
    expect(JSON.parse(stdout)).toMatchObject({
      role: 'AUDITOR',
      bank: 'HB',
      ttlSeconds: 900,
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
  });

  it.each([
    ['an unknown role', 'token --role BOSS --bank AB', {}, 'ADMIN, ANALYST, AUDITOR'],
    ['an unknown bank', 'token --role ANALYST --bank XX', {}, 'HB, AB, CD'],
    ['a ttl that is none', 'token --role ANALYST --bank AB --ttl 1y', {}, '1s to 30d'],
    ['no bank', 'token --role ANALYST', {}, '--bank'],
    [
      'production',
      'token --role ANALYST --bank AB',
      { NODE_ENV: 'production' },
      'development issuer is off',
    ],
    [
      'another issuer',
      'token --role ANALYST --bank AB',
      { JWKS_URL: 'https://issuer.example/jwks' },
      'JWKS_URL is set',
    ],
  ])('refuses %s, says what it takes, and exits 2', async (_, line, environment, says) => {
    const { code, stdout, stderr } = await run(line, environment);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
  });
});

describe('payscope', () => {
  it('shows examples first when asked for help', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout.indexOf('$ payscope start')).toBeLessThan(stdout.indexOf('Usage:'));
  });

  it.each([['tokn'], ['token --rle X'], ['data']])('refuses "%s" with exit 2', async (line) => {
    expect((await run(line)).code).toBe(2);
  });

  it('writes no colours where nobody looks', async () => {
    const { stderr } = await run('token --role BOSS --bank AB');
    expect(stderr).not.toContain('\u001B[');
  });

  it.each([
    ['PORT', '70000'],
    ['POLICY', 'off'],
    ['JWKS_URL', 'nonsense'],
  ])('start refuses %s=%s before anything has started, with exit 2', async (name, value) => {
    const { code, stderr } = await run('start', { [name]: value });
    expect(code).toBe(2);
    expect(stderr).toContain(`${name}: got "${value}"`);
  });

  it('start says who has the port, and the command that takes another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { code, stderr } = await run('start', { PORT: String(port) });
    server.close();
    expect(code).toBe(3);
    expect(stderr).toContain(`port ${port} is taken by`);
    expect(stderr).toContain(`PORT=${port + 1} npm start`);
  });
});

describe('payscope doctor', () => {
  it('finds nothing wrong here but what it is told', async () => {
    const { code, stdout } = await run('doctor --json', { PORT: '0' });
    const found = JSON.parse(stdout);
    expect(found.filter(({ state }: { state: string }) => state === 'finding')).toEqual([]);
    expect(code).toBe(0);
  });

  it('exits 1 on a database that does not answer', async () => {
    const { code, stdout } = await run('doctor', {
      PORT: '0',
      APP_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ database');
    expect(stdout).not.toContain('secret');
  });
});
