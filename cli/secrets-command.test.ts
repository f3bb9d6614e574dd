import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseTrust, verifyBundle } from '../gateway/policy/index.ts';
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
  const policy = join(parent, 'policy');
  await makeSecrets({ environment: {}, terminal }, { dir, policy });
  return said.trim().split('\n');
}

it('makes every file that docker-compose.yml mounts, in a folder of its owner', async () => {
  const dir = join(parent, 'secrets');
  const made = await make(dir);
  const compose = parse(await readFile(rootPath('docker-compose.yml'), 'utf8'), { merge: true });
  const mounted = Object.values<{ file: string }>(compose.secrets).map(({ file }) =>
    file.replace('deploy/secrets', dir),
  );
  const own = [
    ...['policy-signer.private.json', 'ca.key', 'made.json', 'checkpoint.public.json'].map((file) =>
      join(dir, file),
    ),
    join(parent, 'policy/bundle.tar.gz'),
  ];
  expect([...made].sort()).toEqual([...mounted, ...own].sort());
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  for (const file of mounted) expect((await stat(file)).mode & 0o777).toBe(0o644);
});

it('keeps the key of the authority for itself', async () => {
  await make(parent);
  expect((await stat(join(parent, 'ca.key'))).mode & 0o777).toBe(0o600);
});

it('signs the policy with a key that stays here, and containers may read it', async () => {
  await make(parent);
  const bundle = join(parent, 'policy/bundle.tar.gz');
  const trust = await parseTrust(await readFile(join(parent, 'policy-trust.json'), 'utf8'));
  const options = { now: new Date(), scope: 'payscope' };
  expect(await verifyBundle(await readFile(bundle), trust, options)).toMatchObject({
    signer: { subject: expect.stringContaining('@') },
  });
  const mode = async (path: string) => (await stat(join(parent, path))).mode & 0o777;
  expect(await mode('policy-signer.private.json')).toBe(0o600);
  expect(await mode('policy')).toBe(0o755);
  expect(await mode('policy/bundle.tar.gz')).toBe(0o644);
});

it("leaves other people's keys in the folder as they were", async () => {
  const key = join(parent, 'alice@bank.private.json');
  await writeFile(key, '{}', { mode: 0o600 });
  expect(await make(parent)).not.toContain(key);
  expect((await stat(key)).mode & 0o777).toBe(0o600);
});

it('leaves alone what is there', async () => {
  const made = await make(parent);
  const contents = () => Promise.all(made.map((file) => readFile(file, 'latin1')));
  const before = await contents();
  await make(parent);
  expect(await contents()).toEqual(before);
});
