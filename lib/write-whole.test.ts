import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFirst, writeWhole } from './write-whole.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('makes the folder, the file, and nothing beside it', async () => {
  const file = join(folder, 'a/b.json');
  await writeWhole(file, 'one', 0o600);
  await writeWhole(file, Buffer.from('two'), 0o600);
  expect(await readFile(file, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'a'))).toEqual(['b.json']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('whoever has the old file open reads the old one to its end', async () => {
  const file = join(folder, 'b.json');
  await writeWhole(file, 'one', 0o600);
  const { ino } = await stat(file);
  await writeWhole(file, 'two', 0o600);
  expect((await stat(file)).ino).not.toBe(ino);
});

test('of many at once one wins, whole', async () => {
  const file = join(folder, 'b.json');
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  await Promise.all(texts.map((text) => writeWhole(file, text, 0o600)));
  expect(texts).toContain(await readFile(file, 'utf8'));
  expect(await readdir(folder)).toEqual(['b.json']);
});

test('where it can not write, it says so and leaves nothing behind', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeWhole(join(folder, 'file/b.json'), 'one', 0o600)).rejects.toThrow();
  await expect(writeWhole(folder, 'one', 0o600)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['file']);
});

test('of many that would be first one is, and its file stays', async () => {
  const file = join(folder, 'keys/b.json');
  const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
  const firsts = await Promise.all(texts.map((text) => writeFirst(file, text)));
  expect(firsts.filter(Boolean)).toHaveLength(1);
  expect(await readFile(file, 'utf8')).toBe(texts[firsts.indexOf(true)]);
  expect(await readdir(join(folder, 'keys'))).toEqual(['b.json']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
