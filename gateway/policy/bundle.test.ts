import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { type ArchiveEntry, archiveOf } from '../../test/support/bundles.ts';
import { ENTRYPOINT, ENTRYPOINTS, readBundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';

const DATA = '{"roles":{"CLERK":{"permissions":["a"]},"CHIEF":{"permissions":[]}},"more":1}';
const MODULE = 'the module, which nobody runs here';

function manifest(module: string, entrypoints: readonly string[] = ENTRYPOINTS): string {
  const wasm = entrypoints.map((entrypoint) => ({ entrypoint, module }));
  return JSON.stringify({ revision: 'r1', wasm });
}

/** A bundle's files; those that are undefined are left out. */
function filesOf(changes: Readonly<Record<string, string | undefined>> = {}): ArchiveEntry[] {
  const files = {
    '/.manifest': manifest('/policy.wasm'),
    '/data.json': DATA,
    '/policy.wasm': MODULE,
    ...changes,
  };
  return Object.entries(files).flatMap(([name, content]) =>
    content === undefined ? [] : [{ name, content }],
  );
}

/** A sound bundle's archive, with one more entry that has no content. */
async function archiveWith(header: Partial<Header> & { readonly name: string }): Promise<Buffer> {
  const writing = pack();
  for (const { name, content } of filesOf()) writing.entry({ name }, String(content));
  writing.entry(header);
  writing.finalize();
  return gzipSync(await buffer(writing));
}

describe('a bundle', () => {
  it('is read with its revision, data, roles, module and the hash of its archive', async () => {
    const archive = await archiveOf(filesOf());
    const { wasm, roles, ...bundle } = await readBundle(archive);
    expect(bundle).toStrictEqual({
      revision: 'r1',
      sha256: createHash('sha256').update(archive).digest('hex'),
      data: JSON.parse(DATA),
    });
    expect([...roles]).toStrictEqual(['CLERK', 'CHIEF']);
    expect(Buffer.from(wasm).toString()).toBe(MODULE);
  });

  it.each([
    ['without a slash', '', 'policy.wasm'],
    ['beneath a dot', './', '/policy.wasm'],
    ['in folders', '/', '/policy/of/policy.wasm'],
  ])('may name its files %s', async (_name, prefix, module) => {
    const entries = [
      { name: `${prefix}.manifest`, content: manifest(module) },
      { name: `${prefix}data.json`, content: DATA },
      { name: `${prefix}${module.replace(/^\//, '')}`, content: MODULE },
    ];
    expect(Buffer.from((await readBundle(await archiveOf(entries))).wasm).toString()).toBe(MODULE);
  });

  it('may hold folders, and files it does not need', async () => {
    const archive = await archiveWith({ name: '/payscope/', type: 'directory' });
    expect((await readBundle(archive)).revision).toBe('r1');
    const more = await archiveOf(filesOf({ '/payscope/a..b/data.yaml': 'a: 1' }));
    expect((await readBundle(more)).revision).toBe('r1');
  });

  it('needs the questions that are asked of it, and no others', async () => {
    const archive = await archiveOf(
      filesOf({ '/.manifest': manifest('/policy.wasm', [ENTRYPOINT]) }),
    );
    expect((await readBundle(archive, [ENTRYPOINT])).revision).toBe('r1');
    await expect(readBundle(archive)).rejects.toThrow(BundleError);
  });
});

const REFUSED: readonly (readonly [string, RegExp, () => Promise<Uint8Array>])[] = [
  ['without its manifest', /no \.manifest/, () => archiveOf(filesOf({ '/.manifest': undefined }))],
  ['without its data', /no data\.json/, () => archiveOf(filesOf({ '/data.json': undefined }))],
  [
    'whose manifest is no JSON',
    /\.manifest is not/,
    () => archiveOf(filesOf({ '/.manifest': '{' })),
  ],
  [
    'without a revision',
    /\.manifest is not/,
    () =>
      archiveOf(
        filesOf({ '/.manifest': '{"revision":"","wasm":[{"entrypoint":"a","module":"b"}]}' }),
      ),
  ],
  [
    'whose data has no roles',
    /data\.json is not/,
    () => archiveOf(filesOf({ '/data.json': '{"more":1}' })),
  ],
  [
    'without its module',
    new RegExp(`no WASM module for ${ENTRYPOINT}`),
    () => archiveOf(filesOf({ '/policy.wasm': undefined })),
  ],
  [
    'whose module is in a folder of a similar name',
    new RegExp(`no WASM module for ${ENTRYPOINT}`),
    () => archiveOf(filesOf({ '/.manifest': manifest('/x/policy.wasm') })),
  ],
  ...ENTRYPOINTS.map((missing): [string, RegExp, () => Promise<Uint8Array>] => [
    `that does not answer ${missing}`,
    new RegExp(`no WASM module for ${missing}`),
    () => {
      const others = ENTRYPOINTS.filter((each) => each !== missing);
      return archiveOf(filesOf({ '/.manifest': manifest('/policy.wasm', [...others, 'a/b']) }));
    },
  ]),
  [
    'with two files of one name',
    /"data\.json"/,
    () => archiveOf([...filesOf(), { name: './data.json', content: DATA }]),
  ],
  [
    'with a file outside',
    /"\.\.\/evil\.json"/,
    () => archiveOf(filesOf({ '/../evil.json': '{}' })),
  ],
  [
    'with a file outside by way of a folder',
    /"a\/\.\.\/\.\.\/evil\.json"/,
    () => archiveOf(filesOf({ 'a/../../evil.json': '{}' })),
  ],
  [
    'with a symbolic link',
    /"link\.json"/,
    () => archiveWith({ name: '/link.json', type: 'symlink', linkname: '/etc/passwd' }),
  ],
  [
    'with a hard link',
    /"link\.json"/,
    () => archiveWith({ name: '/link.json', type: 'link', linkname: 'data.json' }),
  ],
  ['that is no archive', /no gzipped tar/, async () => gzipSync('plain text'.repeat(100))],
  ['that is not gzipped', /no gzipped tar/, async () => Buffer.from('plain text')],
  ['that is cut off', /no gzipped tar/, async () => (await archiveOf(filesOf())).subarray(0, 100)],
  [
    'that unpacks to more than any policy, though it is otherwise sound',
    /no gzipped tar/,
    () => archiveOf(filesOf({ '/data.json': DATA + ' '.repeat(2 ** 26) })),
  ],
  ['that is empty', /no gzipped tar/, async () => new Uint8Array()],
];

describe('a bundle is refused, by the name of what is wrong with it,', () => {
  it.each(REFUSED)('%s', async (_name, named, archive) => {
    const bundle = await archive();
    await expect(readBundle(bundle)).rejects.toThrow(BundleError);
    await expect(readBundle(bundle)).rejects.toThrow(named);
  });

  it.each([
    ['data that is none', filesOf({ '/data.json': '[]' })],
    ['a manifest that is none', filesOf({ '/.manifest': 'x' })],
  ])('with the cause, for logs: %s', async (_name, entries) => {
    const archive = await archiveOf(entries);
    await expect(readBundle(archive)).rejects.toHaveProperty('cause', expect.any(Error));
  });
});
