/** One suite for all sources: what whoever follows one relies on. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BundleServer, startBundleServer } from '../../test/support/bundle-server.ts';
import { fileSource } from './file-source.ts';
import { httpSource, signedUrlSource } from './http-source.ts';
import { type BundleSource, SourceError, type SourceFault } from './source.ts';

interface Place {
  readonly source: BundleSource;
  /** Puts another archive there. */
  readonly put: (archive: Uint8Array) => Promise<void>;
  readonly remove: () => Promise<void>;
}

let folder: string;
let server: BundleServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-source-'));
  server = await startBundleServer(Buffer.from('one'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const overHttp = {
  put: async (archive: Uint8Array) => server.answer(archive),
  remove: async () => server.answer((_, response) => response.writeHead(404).end()),
};

const PLACES: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    'a file',
    async () => {
      const file = join(folder, 'bundle.tar.gz');
      const put = async (archive: Uint8Array) => {
        await writeFile(`${file}.new`, archive);
        await rename(`${file}.new`, file);
      };
      await put(Buffer.from('one'));
      return { source: fileSource(file), put, remove: () => rm(file) };
    },
  ],
  [
    'a bundle server',
    async () => ({ source: httpSource(server.url, { tokenFile: undefined }), ...overHttp }),
  ],
  [
    'an object store',
    async () => {
      const file = join(folder, 'url');
      await writeFile(file, `${server.url}?X-Signature=secret\n`);
      return { source: signedUrlSource(file), ...overHttp };
    },
  ],
];

const { signal } = new AbortController();

async function faultOf(reading: Promise<unknown>): Promise<SourceFault | undefined> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return error instanceof SourceError ? error.kind : undefined;
}

describe.each(PLACES)('%s', (_, place) => {
  test('gives what is there, and a tag for it', async () => {
    const { source } = await place();
    const answer = await source.read(undefined, signal);
    expect(answer).toEqual({
      kind: 'changed',
      archive: Buffer.from('one'),
      tag: expect.stringMatching(/./),
    });
  });

  test('does not give again what still has its tag', async () => {
    const { source } = await place();
    const answer = await source.read(undefined, signal);
    const tag = answer.kind === 'changed' ? answer.tag : undefined;
    expect(await source.read(tag, signal)).toEqual({ kind: 'unchanged' });
  });

  test('gives what has taken its place', async () => {
    const { source, put } = await place();
    const answer = await source.read(undefined, signal);
    await put(Buffer.from('two'));
    const tag = answer.kind === 'changed' ? answer.tag : undefined;
    expect(await source.read(tag, signal)).toMatchObject({ archive: Buffer.from('two') });
  });

  test('says that nothing is there, and gives it when it is back', async () => {
    const { source, put, remove } = await place();
    await remove();
    expect(await faultOf(source.read(undefined, signal))).toBe('missing');
    await put(Buffer.from('two'));
    expect(await source.read(undefined, signal)).toMatchObject({ archive: Buffer.from('two') });
  });

  test('gives no more than 16 MiB', async () => {
    const { source, put } = await place();
    await put(Buffer.alloc(16 * 1024 * 1024 + 1));
    expect(await faultOf(source.read(undefined, signal))).toBe('too_large');
    await put(Buffer.alloc(16 * 1024 * 1024));
    expect(await source.read(undefined, signal)).toMatchObject({ kind: 'changed' });
  });

  test('describes itself without a secret', async () => {
    const { source } = await place();
    expect(source.describe()).not.toMatch(/secret|\?/);
  });
});

describe('over HTTP', () => {
  const read = (timeoutMs?: number) =>
    httpSource(server.url, { tokenFile: undefined, ...(timeoutMs ? { timeoutMs } : {}) }).read(
      undefined,
      signal,
    );

  test.each<[number, SourceFault]>([
    [301, 'redirected'],
    [302, 'redirected'],
    [307, 'redirected'],
    [304, 'redirected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [204, 'refused'],
    [500, 'refused'],
    [503, 'refused'],
  ])('an answer of %s is no bundle: %s', async (status, fault) => {
    const elsewhere = await startBundleServer(Buffer.from('older'));
    server.answer((_, response) =>
      response.writeHead(status, { location: elsewhere.url.href }).end(),
    );
    expect(await faultOf(read())).toBe(fault);
    expect(elsewhere.requests).toHaveLength(0);
    await elsewhere.close();
  });

  test('a server that does not answer in time is left', async () => {
    server.answer(() => undefined);
    expect(await faultOf(read(50))).toBe('timeout');
  });

  test('and one that does not finish in time', async () => {
    server.answer((_, response) => response.writeHead(200).write('on'));
    expect(await faultOf(read(50))).toBe('timeout');
  });

  test('a connection that breaks is no end', async () => {
    server.answer((request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('on');
      setImmediate(() => request.socket.destroy());
    });
    expect(await faultOf(read())).toBe('unreachable');
  });

  test('a server that is gone is unreachable, and no message has its query', async () => {
    const url = new URL(server.url);
    url.search = '?token=secret';
    await server.close();
    const source = httpSource(url, { tokenFile: undefined });
    const error = await source.read(undefined, signal).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ kind: 'unreachable', cause: expect.anything() });
    const cause = error instanceof Error ? error.cause : undefined;
    expect(`${error} ${cause}`).not.toContain('secret');
    server = await startBundleServer(Buffer.from('one'));
  });

  test('nor has what caused it, whatever a fetch says', async () => {
    const fetch = () =>
      Promise.reject(new TypeError('no', { cause: new Error('at /b?key=secret') }));
    const source = httpSource(server.url, { tokenFile: undefined, fetch });
    const error = await source.read(undefined, signal).catch((cause: unknown) => cause);
    expect(inspect(error, { depth: 9 })).not.toContain('secret');
  });

  test('the bearer token is read again every time', async () => {
    const tokenFile = join(folder, 'token');
    const source = httpSource(server.url, { tokenFile });
    expect(await faultOf(source.read(undefined, signal))).toBe('unreadable');
    for (const token of ['a', 'b']) {
      await writeFile(tokenFile, `${token}\n`);
      await source.read(undefined, signal);
    }
    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer a', 'Bearer b']);
  });

  test('it asks for whole bundles', async () => {
    await read();
    expect(server.requests[0]?.headers.prefer).toBe('modes=snapshot');
  });
});

describe('a signed URL', () => {
  test('is read again every time, and the tag goes along', async () => {
    const file = join(folder, 'url');
    const source = signedUrlSource(file);
    await writeFile(file, `${server.url}?signature=1`);
    const answer = await source.read(undefined, signal);
    await writeFile(file, `${server.url}?signature=2`);
    const tag = answer.kind === 'changed' ? answer.tag : undefined;
    expect(await source.read(tag, signal)).toEqual({ kind: 'unchanged' });
    const queries = server.requests.map(({ url }) => url?.split('?')[1]);
    expect(queries).toEqual(['signature=1', 'signature=2']);
  });

  test.each(['', 'nonsense', 'file:///etc/passwd'])('is none: "%s"', async (text) => {
    const file = join(folder, 'url');
    await writeFile(file, text);
    expect(await faultOf(signedUrlSource(file).read(undefined, signal))).toBe('unreadable');
  });

  test('is not there without its file', async () => {
    const source = signedUrlSource(join(folder, 'none'));
    expect(await faultOf(source.read(undefined, signal))).toBe('unreadable');
  });
});

describe('a file', () => {
  test('that is a folder is unreadable', async () => {
    expect(await faultOf(fileSource(folder).read(undefined, signal))).toBe('unreadable');
  });

  test('tells of a change at once', async () => {
    const changed = Promise.withResolvers<void>();
    const unwatch = fileSource(join(folder, 'bundle.tar.gz')).watch?.(() => changed.resolve());
    await writeFile(join(folder, 'bundle.tar.gz'), 'new');
    await changed.promise;
    unwatch?.();
  });

  test('in a folder that is not there is watched for nothing, and nothing fails', () => {
    expect(() => fileSource('/nowhere/at/all').watch?.(() => undefined)()).not.toThrow();
  });
});
