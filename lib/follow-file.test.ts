import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Followed, followFiles } from './follow-file.ts';

let dir: string;
let file: string;
let failures: unknown[];
let followed: Followed<unknown>;

/** Never looks by itself, so that nothing depends on a clock. */
const NEVER_MS = 2_000_000_000;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-follow-'));
  file = join(dir, 'key.json');
  failures = [];
  await writeFile(file, '1');
  followed = await followFiles({
    files: [file],
    read: async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')),
    onFailure: (cause) => failures.push(cause),
    everyMs: NEVER_MS,
  });
});
afterEach(async () => {
  followed.stop();
  await rm(dir, { recursive: true });
});

it.each([
  ['written over', () => writeFile(file, '22')],
  [
    'put in its place',
    async () => {
      await writeFile(join(dir, 'beside'), '22');
      await rename(join(dir, 'beside'), file);
    },
  ],
])('a file that was %s is in force after the next look', async (_how, change) => {
  await change();
  expect(followed.current()).toBe(1);
  await followed.refresh();
  expect(followed.current()).toBe(22);
});

it('what can’t be read changes nothing, is told once, and is read when it is whole', async () => {
  await writeFile(file, '{"half');
  await followed.refresh();
  await followed.refresh();
  expect([followed.current(), failures.length]).toEqual([1, 1]);
  await rm(file);
  await followed.refresh();
  expect([followed.current(), failures.length]).toEqual([1, 2]);
  await writeFile(file, '3');
  await followed.refresh();
  expect(followed.current()).toBe(3);
});

it('a file nobody touched is not read again', async () => {
  const before = followed.current();
  await Promise.all([followed.refresh(), followed.refresh()]);
  expect(followed.current()).toBe(before);
});

it('looks every second where nobody asks it to', async () => {
  const changed = Promise.withResolvers<unknown>();
  const own = await followFiles({
    files: [file],
    read: () => readFile(file, 'utf8'),
    onChange: changed.resolve,
    onFailure: changed.reject,
    everyMs: 5,
  });
  await writeFile(file, '4444');
  expect(await changed.promise).toBe('4444');
  own.stop();
});

it('a first time that can’t be read is thrown', async () => {
  const reading = followFiles({
    files: [join(dir, 'none')],
    read: () => readFile(join(dir, 'none'), 'utf8'),
    onFailure: () => undefined,
  });
  await expect(reading).rejects.toThrow('ENOENT');
});
