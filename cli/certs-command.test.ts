import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from './exits.ts';
import { run } from './main.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-certs-command-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function certs(...args: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text;
    },
  });
  const exit = await run({
    args: ['certs', '--dir', dir, ...args],
    environment: {},
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { exit, ...said };
}

describe('payscope certs', () => {
  it('makes certificates for all, says where they are, and keeps them the next time', async () => {
    const first = await certs();
    expect(first.exit).toBe(EXIT.ok);
    for (const name of ['ca', 'gateway', 'facts', 'metrics', 'graph', 'audit', 'postgres']) {
      expect(first.stdout).toContain(join(dir, `${name}.pem`));
    }
    const second = JSON.parse((await certs('--json')).stdout);
    expect(new Set(second.map(({ state }: { state: string }) => state))).toEqual(new Set(['kept']));
  });

  it('says who reads what it renewed, and when', async () => {
    await certs();
    const { stderr } = await certs('--force');
    expect(stderr).toContain('within a second');
  });

  it.each([
    [['--days', '0'], '--days: got "0"; takes a whole number from 1 to 365'],
    [['--days', '366'], '--days'],
    [['--days', '1.5'], '--days'],
    [['--names', '*.example'], '--names: got "*.example"'],
    [['--names', 'good.example, -bad'], '--names: got "-bad"'],
  ])('takes no %j', async (args, message) => {
    const { exit, stderr, stdout } = await certs(...args);
    expect([exit, stdout]).toEqual([EXIT.usage, '']);
    expect(stderr).toContain(message);
  });

  it('leaves an authority of somebody else’s alone, and says what to do', async () => {
    await writeFile(join(dir, 'ca.pem'), 'theirs');
    const { exit, stderr } = await certs('--force');
    expect(exit).toBe(EXIT.environment);
    expect(stderr).toMatch(/ca\.pem is not an authority this command made.*move it away/);
  });
});
