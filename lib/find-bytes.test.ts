/** Texts in files, in whatever encoding. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findInFile, needlesOf } from './find-bytes.ts';

const TEXT = 'Canary of Kolín 4711';
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-find-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function find(content: Uint8Array | string) {
  const file = join(dir, 'file');
  await writeFile(file, content);
  const { found, bytes } = await findInFile(file, needlesOf([TEXT]));
  expect(bytes).toBe(Buffer.byteLength(content));
  return found.map(({ needle, offset }) => [needle.encoding, offset]);
}

it.each([
  ['as it is', `.....${TEXT}`, 'utf-8', 5],
  ['as UTF-16', Buffer.from(`..${TEXT}`, 'utf16le'), 'utf-16', 4],
  ['as hexadecimal', `..${Buffer.from(TEXT).toString('hex')}`, 'hex', 2],
  ['as hexadecimal in capitals', Buffer.from(TEXT).toString('hex').toUpperCase(), 'hex', 0],
])('finds one %s', async (_how, content, encoding, offset) => {
  expect(await find(content)).toEqual([[encoding, offset]]);
});

it.each([0, 1, 2, 3, 4])('finds one in Base64 behind %i other bytes', async (before) => {
  const text = Buffer.from(`${'x'.repeat(before)}${TEXT}and more`).toString('base64');
  expect((await find(text)).map(([encoding]) => encoding)).toEqual(['base64']);
});

it.each([-30, -21, -20, -10, -1, 0, 1])(
  'finds one that begins %i bytes from the edge of a chunk',
  async (shift) => {
    const before = (1 << 20) + shift;
    expect(await find(`${'x'.repeat(before)}${TEXT}`)).toEqual([['utf-8', before]]);
    const second = 2 * (1 << 20) + shift;
    expect(await find(`${'x'.repeat(second)}${TEXT}yyy`)).toEqual([['utf-8', second]]);
  },
);

it('finds nothing in another text, nor in an empty file', async () => {
  expect(await find('Canary of Kolin 4711')).toEqual([]);
  expect(await find('')).toEqual([]);
});
