import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { unpackArchive } from './archive.ts';
import { BundleError } from './bundle-error.ts';

type Entry = Partial<Header> & { readonly name: string; readonly text?: string };

async function archive(entries: readonly Entry[]): Promise<Buffer> {
  const writing = pack();
  for (const { text = '', ...header } of entries) {
    if ((header.type ?? 'file') === 'file') writing.entry(header, text);
    else writing.entry(header);
  }
  writing.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of writing) if (part instanceof Uint8Array) parts.push(part);
  return gzipSync(Buffer.concat(parts));
}

test('gives the files by name, without slashes or dots before it', async () => {
  const entries = [
    { name: '/data.json', text: '{}' },
    { name: './a/b.rego', text: 'b' },
    { name: 'a', type: 'directory' as const },
    { name: '.manifest', text: '' },
  ];
  const files = await unpackArchive(await archive(entries));
  expect([...files].map(([name, content]) => [name, String(content)])).toEqual([
    ['data.json', '{}'],
    ['a/b.rego', 'b'],
    ['.manifest', ''],
  ]);
});

test.each<[string, Entry[]]>([
  ['a symbolic link', [{ name: 'data.json', type: 'symlink', linkname: '/etc/passwd' }]],
  ['a hard link', [{ name: 'data.json', type: 'link', linkname: 'policy.wasm' }]],
  ['a device', [{ name: 'data.json', type: 'character-device' }]],
  ['a way out', [{ name: 'a/../../data.json' }]],
  ['a name twice', [{ name: '/data.json' }, { name: 'data.json' }]],
])('what has %s is no bundle', async (_, entries) => {
  const unpacking = unpackArchive(await archive(entries));
  await expect(unpacking).rejects.toThrow(BundleError);
  await expect(unpacking).rejects.toMatchObject({ kind: 'unreadable' });
});

test('what unpacks to more than 64 MiB is not unpacked', async () => {
  const bomb = await archive([{ name: 'data.json', text: ' '.repeat(64 * 1024 * 1024) }]);
  expect(bomb.length).toBeLessThan(100_000);
  await expect(unpackArchive(bomb)).rejects.toMatchObject({ kind: 'unreadable' });
});

test('what is cut off is no bundle', async () => {
  const whole = await archive([{ name: 'data.json', text: '{}' }]);
  await expect(unpackArchive(whole.subarray(0, whole.length - 20))).rejects.toThrow(BundleError);
});
