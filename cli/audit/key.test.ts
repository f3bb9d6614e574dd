/** `payscope audit key`: what it prints opens what the writer of checkpoints signs, and nothing else. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair } from '../../lib/keys.ts';
import { openCheckpoint, signCheckpoint } from '../../subgraphs/audit/checkpoint/checkpoint.ts';
import { parseVerifierKey } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { loadSigners } from '../../subgraphs/audit/open-checkpoints.ts';
import { run } from '../main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-cli-key-'));
  await ensureKeyPair(join(folder, 'keys'), 'checkpoint');
  await ensureKeyPair(join(folder, 'others'), 'checkpoint');
});
afterAll(() => rm(folder, { recursive: true }));

async function key(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  let stdout = '';
  let stderr = '';
  const exit = await run({
    args: ['audit', 'key', ...args],
    environment: { NO_COLOR: '1', DATA_DIR: folder, ...environment },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exit, stdout: stdout.trimEnd(), stderr };
}

const fileOf = (...path: readonly string[]) => join(folder, ...path);

async function noteOf(bank: string, prefix: string, keys = 'keys') {
  const signerOf = await loadSigners(fileOf(keys, 'checkpoint.private.json'), prefix);
  return signCheckpoint({ size: 3, root: 'ab'.repeat(32) }, signerOf(bankIdOf(bank)));
}

test('it opens the checkpoints of its bank, and of no other', async () => {
  const { exit, stdout, stderr } = await key(['--bank', 'HB']);
  expect([exit, stderr]).toEqual([0, '']);
  const prefix = 'payscope.example/audit';
  expect(openCheckpoint(await noteOf('HB', prefix), parseVerifierKey(stdout))).toMatchObject({
    origin: `${prefix}/${bankIdOf('HB')}`,
    size: 3,
  });
  const other = await noteOf('AB', prefix);
  expect(() => openCheckpoint(other, parseVerifierKey(stdout))).toThrow('not signed by the key');
});

test('a bank is named by its id as well', async () => {
  const [byCode, byId] = await Promise.all([
    key(['--bank', 'HB']),
    key(['--bank', bankIdOf('HB')]),
  ]);
  expect(byId).toEqual(byCode);
});

test('it is of the origin and of the key that the audit subgraph is told of', async () => {
  const { stdout } = await key(['--bank', 'HB'], {
    AUDIT_CHECKPOINT_ORIGIN: 'logs.example/x',
    AUDIT_CHECKPOINT_KEY_FILE: fileOf('others', 'checkpoint.private.json'),
  });
  const note = await noteOf('HB', 'logs.example/x', 'others');
  expect(openCheckpoint(note, parseVerifierKey(stdout)).size).toBe(3);
});

test.each(['private', 'public'])(
  'the %s half of a pair is enough, and only the public is printed',
  async (half) => {
    const file = fileOf('others', `checkpoint.${half}.json`);
    const { stdout } = await key(['--bank', 'HB', '--key-file', file]);
    const note = await noteOf('HB', 'payscope.example/audit', 'others');
    expect(openCheckpoint(note, parseVerifierKey(stdout)).size).toBe(3);
    const { d } = JSON.parse(await readFile(fileOf('others', 'checkpoint.private.json'), 'utf8'));
    expect(stdout).not.toContain(d);
  },
);

test('without a key it exits 3 and says how to get one', async () => {
  const { exit, stderr } = await key(['--bank', 'HB'], { DATA_DIR: fileOf('nowhere') });
  expect([exit, stderr]).toEqual([3, expect.stringContaining('payscope start')]);
});

test('for a file of something else, or a bank there is not, it exits 2', async () => {
  await writeFile(fileOf('other.json'), '{"kty":"RSA"}');
  const { exit, stderr } = await key(['--bank', 'HB', '--key-file', fileOf('other.json')]);
  expect([exit, stderr]).toEqual([2, expect.stringContaining('Ed25519')]);
  expect(await key(['--bank', 'XX'])).toMatchObject({ exit: 2 });
});
