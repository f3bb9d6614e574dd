import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashCoordinates, signHopToken, verifyHopToken } from './hop/index.ts';
import { bankIdOf, newDecisionId } from './ids.ts';
import { ensureKeyPair, ensureSecret, loadJwks, loadPrivateKey, loadSecret } from './keys.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-keys-'));
});
afterAll(() => rm(dir, { recursive: true }));

test('a key pair is made once, fits together, and is its owner’s to read only', async () => {
  const files = await ensureKeyPair(dir, 'pair');
  expect(await ensureKeyPair(dir, 'pair')).toEqual(files);
  expect((await stat(files.privateFile)).mode & 0o077).toBe(0);
  const signing = await loadPrivateKey(files.privateFile);
  const caller = {
    subject: 's',
    role: 'r',
    bankId: bankIdOf('HB'),
    decisionId: newDecisionId(),
    policyRevision: 'r1',
  };
  const hop = { audience: 'facts', coordinates: hashCoordinates([]), remainingMs: 1_000 };
  const token = await signHopToken(signing, caller, hop);
  const verified = await verifyHopToken(await loadJwks(files.publicFile), token, 'facts');
  expect(verified).toMatchObject(caller);
});

test('first starts at once end up with the same keys and leave nothing lying about', async () => {
  const together = join(dir, 'together');
  const tries = Array.from({ length: 8 }, async () => {
    const files = await ensureKeyPair(together, 'pair');
    const secret = await loadSecret(await ensureSecret(together, 'cursor'));
    return [(await loadPrivateKey(files.privateFile)).kid, secret].join();
  });
  expect(new Set(await Promise.all(tries)).size).toBe(1);
  expect((await readdir(together)).sort()).toEqual([
    'cursor.secret',
    'pair.private.json',
    'pair.public.json',
  ]);
});

test('a public key file is no private key', async () => {
  const { publicFile } = await ensureKeyPair(dir, 'other');
  await expect(loadPrivateKey(publicFile)).rejects.toThrow();
});
