/** What the configuration of checkpoints may be, and what comes of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../lib/config/index.ts';
import { ensureKeyPair } from '../../lib/keys.ts';
import { AuditConfigSchema } from './config.ts';
import { openCheckpoints } from './open-checkpoints.ts';

let folder: string;
let keyFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-checkpoints-'));
  keyFile = (await ensureKeyPair(folder, 'checkpoint')).privateFile;
});
afterAll(() => rm(folder, { recursive: true }));

const open = (environment: Readonly<Record<string, string>>) =>
  openCheckpoints(readConfig(AuditConfigSchema, environment));

describe('the configuration of checkpoints', () => {
  it('writes none unless it says where', async () => {
    expect(await open({})).toBeUndefined();
    expect(await open({ AUDIT_CHECKPOINTS: '' })).toBeUndefined();
  });

  it('writes every 10 s unless it says when', async () => {
    const named = { AUDIT_CHECKPOINTS: `file:${folder}`, AUDIT_CHECKPOINT_KEY_FILE: keyFile };
    expect(await open(named)).toMatchObject({ everyMs: 10_000 });
    expect(await open({ ...named, AUDIT_CHECKPOINT_SECONDS: '2' })).toMatchObject({
      everyMs: 2_000,
    });
  });

  it('takes no place without a key', async () => {
    const opening = open({ AUDIT_CHECKPOINTS: 'file:somewhere' });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(/^AUDIT_CHECKPOINT_KEY_FILE: /);
  });

  it('takes no key of another kind', async () => {
    const file = join(folder, 'public.json');
    await writeFile(file, JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'AA' }));
    const named = { AUDIT_CHECKPOINTS: 'file:somewhere', AUDIT_CHECKPOINT_KEY_FILE: file };
    await expect(open(named)).rejects.toThrow('AUDIT_CHECKPOINT_KEY_FILE');
  });

  it.each([
    ['AUDIT_CHECKPOINTS', 'somewhere'],
    ['AUDIT_CHECKPOINTS', 'file:'],
    ['AUDIT_CHECKPOINTS', 'ftp://kept.example'],
    ['AUDIT_CHECKPOINTS', 'https://'],
    ['AUDIT_CHECKPOINTS', 's3:///prefix'],
    ['AUDIT_CHECKPOINT_ORIGIN', 'two words'],
    ['AUDIT_CHECKPOINT_ORIGIN', 'one+more'],
    ['AUDIT_CHECKPOINT_ORIGIN', 'ends/'],
    ['AUDIT_CHECKPOINT_SECONDS', '0'],
    ['AUDIT_CHECKPOINT_SECONDS', 'often'],
  ])('names %s when it is %j', (name, value) => {
    expect(() => readConfig(AuditConfigSchema, { [name]: value })).toThrow(
      new RegExp(`^${name}: got `),
    );
  });
});
