import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { run } from './main.ts';
import type { Environment } from './terminal.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const lint = (args: readonly string[], APP_DATABASE_URL: string) =>
  lintIn(args, { NODE_ENV: 'development', APP_DATABASE_URL });

async function lintIn(args: readonly string[], environment: Environment) {
  const written = { out: '', error: '' };
  const exit = await run({
    args: ['db', 'lint', ...args],
    environment,
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.error += text) },
  });
  return { exit, ...written };
}

describe('payscope db lint', () => {
  it('ends with 0 when banks are kept apart, and with 1 and the cure when not', async () => {
    expect(await lint([], database.appUrl)).toEqual({
      exit: 0,
      out: '✓ the database keeps banks apart\n',
      error: '',
    });
    expect(await lint(['--json'], database.appUrl)).toMatchObject({ exit: 0, out: '[]\n' });

    await database.asSuperuser('alter table facts.loans disable row level security');
    const fix = 'alter table facts.loans enable row level security';
    expect(await lint([], database.appUrl)).toEqual({
      exit: 1,
      out: `✗ facts.loans: row-level security is off\n    ${fix}\n`,
      error: '',
    });
    const { exit, out } = await lint(['--json'], database.appUrl);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { table: 'facts.loans', what: 'row-level security is off', fix },
    ]);
  });

  it('ends with 2 for an option it does not take', async () => {
    expect(await lint(['--fix'], database.appUrl)).toMatchObject({ exit: 2, out: '' });
  });

  it('ends with 3 when nothing answers, and says no password', async () => {
    const refused = await lint([], 'postgres://payscope_app:s3cret@127.0.0.1:1/payscope');
    expect(refused).toMatchObject({ exit: 3, out: '' });
    expect(refused.error).toContain('APP_DATABASE_URL');
    expect(refused.error).not.toContain('s3cret');
  });

  it('ends with 3 where there is no database yet, and makes none', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'payscope-lint-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const environment = { NODE_ENV: 'development', DATA_DIR: dir };
    const refused = await lintIn([], environment);
    expect(refused).toMatchObject({ exit: 3, out: '' });
    expect(refused.error).toContain('npx payscope db migrate');

    // The password is there when DATABASE_URL was set before.
    await mkdir(join(dir, 'keys'), { mode: 0o700 });
    await writeFile(join(dir, 'keys', 'app-password.secret'), 'x'.repeat(43), { mode: 0o600 });
    expect(await lintIn([], environment)).toMatchObject({ exit: 3, out: '' });
    expect(await readdir(dir)).toEqual(['keys']);
  });

  it('shows its examples first', async () => {
    const { exit, out } = await lint(['--help'], database.appUrl);
    expect(exit).toBe(0);
    expect(out.indexOf('$ payscope db lint')).toBeLessThan(out.indexOf('Usage:'));
    expect(out).toContain('--json');
  });
});
