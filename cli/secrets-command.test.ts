import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rootPath } from './root.ts';
import { makeSecrets } from './secrets-command.ts';
import { createTerminal } from './terminal.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'payscope-secrets-'));
});
afterEach(() => rm(parent, { recursive: true }));

async function make(dir: string): Promise<readonly string[]> {
  let said = '';
  const stream = {
    write: (text: string) => {
      said += text;
    },
  };
  const terminal = createTerminal({ stdout: stream, stderr: stream }, {});
  await makeSecrets({ environment: {}, terminal }, { dir });
  return said.trim().split('\n');
}

it('makes every file that docker-compose.yml mounts, in a folder of its owner', async () => {
  const dir = join(parent, 'secrets');
  const made = await make(dir);
  const compose = parse(await readFile(rootPath('docker-compose.yml'), 'utf8'), { merge: true });
  const mounted = Object.values<{ file: string }>(compose.secrets).map(({ file }) =>
    file.replace('deploy/secrets', dir),
  );
  expect([...made].sort()).toEqual(mounted.sort());
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  for (const file of made) expect((await stat(file)).mode & 0o777).toBe(0o644);
});

it('leaves alone what is there', async () => {
  const [first = ''] = await make(parent);
  const before = await readFile(first, 'utf8');
  await make(parent);
  expect(await readFile(first, 'utf8')).toBe(before);
});
