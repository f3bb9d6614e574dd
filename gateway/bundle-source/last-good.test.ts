import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../lib/config/index.ts';
import { createLastGood } from './last-good.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'payscope-last-good-'));
  folder = join(parent, 'policy');
});
afterEach(() => rm(parent, { recursive: true }));

const KEPT = { serial: 7, sha256: 'a'.repeat(64) };

test('keeps a bundle and its serial over a restart', async () => {
  await createLastGood(folder).keep(Buffer.from('one'), { ...KEPT, serial: 6 });
  await createLastGood(folder).keep(Buffer.from('two'), KEPT);
  expect(await createLastGood(folder).seen()).toEqual(KEPT);
  expect(await createLastGood(folder).read()).toEqual(Buffer.from('two'));
});

test('knows nothing at first', async () => {
  expect(await createLastGood(folder).seen()).toBeUndefined();
  expect(await createLastGood(folder).read()).toBeUndefined();
});

test('leaves nothing beside the two files, which only their owner reads', async () => {
  await createLastGood(folder).keep(Buffer.from('one'), KEPT);
  expect((await readdir(folder)).sort()).toEqual(['last-good.tar.gz', 'state.json']);
  for (const file of await readdir(folder)) {
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  }
});

test.each(['', '{', '{}', '{"serial":-1,"sha256":"a"}', '{"serial":1}'])(
  'a record that is damaged is no reason to take any bundle: %s',
  async (text) => {
    await mkdir(folder);
    await writeFile(join(folder, 'state.json'), text);
    await expect(createLastGood(folder).seen()).rejects.toThrow(ConfigError);
  },
);

test('what can not be written is told, and what was there stays', async () => {
  const lastGood = createLastGood(folder);
  await lastGood.keep(Buffer.from('one'), KEPT);
  await writeFile(join(parent, 'file'), '');
  const nowhere = createLastGood(join(parent, 'file'));
  await expect(nowhere.keep(Buffer.from('two'), KEPT)).rejects.toThrow();
  expect(await lastGood.read()).toEqual(Buffer.from('one'));
});
