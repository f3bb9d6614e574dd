import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-cli-operations-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `payscope operations …`, and keeps what it says apart. */
async function operations(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args: ['operations', ...args],
    environment: { NO_COLOR: '1' },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout, stderr };
}

const manifests = async (name: string, files: Readonly<Record<string, string>> = {}) => {
  const dir = join(folder, name);
  await cp('schema/operations', dir, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(dir, file), text);
  return dir;
};

const HOLDERS = 'query Holders($id: ID!) { account(id: $id) { holders { birthDate } } }';

test('certify says who can run what, and exits 0 where all is whole', async () => {
  const { exit, stdout } = await operations('certify', '--client', 'partner-ab');
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^partner-ab IncomingTransfers {2}query, cost 303, facts$/m);
  expect(stdout).toMatch(/^ {2}ANALYST \* +whole/m);
  expect(stdout).toMatch(/^ {2}SYSTEM +none +withheld payments$/m);
  expect(stdout).not.toContain('dashboard');
});

test('certify --json has certificates only on stdout', async () => {
  const { exit, stdout, stderr } = await operations('certify', '--json');
  expect([exit, stderr]).toEqual([0, '']);
  const { certificates } = JSON.parse(stdout);
  expect(certificates).toHaveLength(12);
  expect(certificates[0]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/) });
});

test('certify exits 1 where a declared role does not get an operation whole', async () => {
  const dir = await manifests('part', { 'dashboard.json': JSON.stringify({ a: HOLDERS }) });
  const { exit, stdout } = await operations('certify', '--dir', dir, '--format', 'markdown');
  expect(exit).toBe(1);
  expect(stdout).toContain('⛔ **1 findings');
  expect(stdout).toContain('| ANALYST * | part | masked account.holders.birthDate (year) |');
});

test('certify exits 1 where an operation does not fit the schema, and certifies the others', async () => {
  const dir = await manifests('unfit', { 'app.json': '{"a": "query A { nothing }"}' });
  const { exit, stdout, stderr } = await operations('certify', '--dir', dir);
  expect(exit).toBe(1);
  expect(stdout).toContain('12 operations');
  expect(stderr).toContain('app.json: A: Cannot query field "nothing"');
});

test.each([
  ['a client that has none', ['certify', '--client', 'nobody'], /no client nobody .* dashboard/],
  ['a folder that is not there', ['check', '--dir', 'nowhere'], /"nowhere" is no folder/],
  [
    'a file that is not there',
    ['add', 'no.graphql', '--client', 'app'],
    /no\.graphql can't be read/,
  ],
  ['a client no token may name', ['add', 'x', '--client', 'a b'], /--client "a b" is no client/],
  ['no client', ['add', 'x'], /required option '--client <name>'/],
])('exits 2 with %s', async (_, args, said) => {
  const { exit, stderr } = await operations(...args);
  expect(exit).toBe(2);
  expect(stderr).toMatch(said);
});

test('check names what could not be served', async () => {
  const { exit, stdout } = await operations('check');
  expect([exit, stdout]).toEqual([0, '12 operations of 4 clients can be served, 0 problems\n']);
  const dir = await manifests('bad', { 'app.json': '{', 'web.json': '{"a": "{ bank { id } }"}' });
  const bad = await operations('check', '--dir', dir, '--json');
  expect(bad.exit).toBe(1);
  expect(JSON.parse(bad.stdout).problems).toEqual([
    { file: join(dir, 'app.json'), what: 'is not JSON' },
    { file: join(dir, 'web.json'), operation: 'a', what: 'its operation has no name' },
  ]);
});

test('add registers what can then be certified, and nothing that can not be served', async () => {
  const dir = await manifests('add');
  const file = join(folder, 'queries.graphql');
  await writeFile(file, 'query Code { bank { ...B } } fragment B on Bank { code }');
  const added = await operations('add', file, '--client', 'dashboard', '--dir', dir);
  expect(added).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^Code {2}sha256:/) });
  const again = await operations('add', file, '--client', 'dashboard', '--dir', dir, '--json');
  expect(JSON.parse(again.stdout).added).toEqual([]);
  expect((await operations('certify', '--dir', dir)).stdout).toContain('13 operations');
  const before = await readFile(join(dir, 'dashboard.json'), 'utf8');
  await writeFile(file, 'query Wrong { bank { iban } }');
  const refused = await operations('add', file, '--client', 'dashboard', '--dir', dir);
  expect(refused).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('Wrong: Cannot query'),
  });
  expect(await readFile(join(dir, 'dashboard.json'), 'utf8')).toBe(before);
});

test.each(['certify', 'check', 'add'])('%s --help begins with examples', async (command) => {
  const { exit, stdout } = await operations(command, '--help');
  expect(exit).toBe(0);
  expect(stdout.trimStart()).toMatch(
    new RegExp(`^Examples:\\n {2}\\$ payscope operations ${command}`),
  );
});
