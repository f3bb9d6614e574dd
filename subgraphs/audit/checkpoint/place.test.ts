/** What every place for checkpoints must do: a file, a server, a bucket. */
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logSigner } from '../../../test/support/audit-log.ts';
import { type ObjectStore, serveObjectStore } from '../../../test/support/object-store.ts';
import { signCheckpoint } from './checkpoint.ts';
import { filePlace } from './file-place.ts';
import { httpPlace } from './http-place.ts';
import type { CheckpointPlace } from './place.ts';
import { s3Place } from './s3-place.ts';

const origin = 'payscope.example/audit/1';
const notes = [1, 2, 3].map((size) =>
  signCheckpoint({ size, root: 'ab'.repeat(32) }, logSigner(7, origin)),
);
const [first = '', second = '', third = ''] = notes;

let folder: string;
let store: ObjectStore;
const stored = new Map<string, string>();
let failing = false;
const server = createServer(async (request, response) => {
  const url = request.url ?? '';
  if (failing) return response.writeHead(503).end();
  if (request.method === 'PUT') {
    let body = '';
    for await (const part of request) body += part;
    stored.set(url, body);
    return response.writeHead(201).end();
  }
  const found = stored.get(url);
  return response.writeHead(found === undefined ? 404 : 200).end(found);
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-place-'));
  store = await serveObjectStore();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  store.close();
  await rm(folder, { recursive: true });
});

const places: readonly [string, () => CheckpointPlace | Promise<CheckpointPlace>][] = [
  ['a file', () => filePlace(join(folder, 'all'))],
  ['a server', () => httpPlace({ base: baseOf() })],
  ['a bucket', openBucket],
];

function openBucket(): Promise<CheckpointPlace> {
  const credentials = { accessKeyId: 'writer', secretAccessKey: 'secret' };
  const { endpoint } = store;
  return s3Place({ bucket: 'kept', prefix: '', region: 'us-east-1', endpoint, credentials });
}

function baseOf(): string {
  const address = server.address();
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}/kept` : '';
}

describe.each(places)('%s', (_what, make) => {
  it('has nothing of a log at first', async () => {
    const place = await make();
    expect(await place.latest('payscope.example/audit/other')).toBeUndefined();
  });

  it('gives back what it kept last, after a restart too', async () => {
    for (const note of [first, second, second]) {
      const place = await make();
      await place.keep(origin, note);
    }
    const place = await make();
    expect(await place.latest(origin)).toBe(second);
  });

  it('keeps logs apart', async () => {
    const place = await make();
    await place.keep('payscope.example/audit/2', third);
    expect(await place.latest(origin)).toBe(second);
  });
});

describe('a file', () => {
  it('keeps each note once, one behind the other', async () => {
    const place = filePlace(join(folder, 'each'));
    for (const note of [first, second, second, third]) await place.keep(origin, note);
    const [name = ''] = await readdir(join(folder, 'each'));
    expect(await readFile(join(folder, 'each', name), 'utf8')).toBe(first + second + third);
  });

  it.each([1, 30, third.length - 1])(
    'gets over a note cut off after %i characters',
    async (length) => {
      const dir = join(folder, `cut-${length}`);
      const place = filePlace(dir);
      await place.keep(origin, first);
      const [name = ''] = await readdir(dir);
      await appendFile(join(dir, name), second.slice(0, length));
      expect(await place.latest(origin)).toBe(first);
      await place.keep(origin, third);
      expect(await readFile(join(dir, name), 'utf8')).toBe(first + third);
    },
  );
});

describe('a file of a year', () => {
  const many = Array.from({ length: 2_000 }, (_, index) =>
    signCheckpoint({ size: index + 10, root: 'cd'.repeat(32) }, logSigner(7, origin)),
  );

  it.each([0, 1, 30, 150, second.length - 1])(
    'goes on, cut off after %i characters of a note',
    async (length) => {
      const dir = join(folder, `year-${length}`);
      const place = filePlace(dir);
      await place.keep(origin, first);
      const [name = ''] = await readdir(dir);
      await appendFile(join(dir, name), Buffer.from(many.join('') + second.slice(0, length)));
      expect(await place.latest(origin)).toBe(many.at(-1));
      await place.keep(origin, third);
      expect(await readFile(join(dir, name), 'utf8')).toBe(first + many.join('') + third);
      expect(await place.latest(origin)).toBe(third);
    },
  );

  it('is gone on with where a crash cut a character', async () => {
    const dir = join(folder, 'year-half');
    const place = filePlace(dir);
    await place.keep(origin, first);
    const [name = ''] = await readdir(dir);
    const bytes = Buffer.from(second);
    await appendFile(join(dir, name), bytes.subarray(0, bytes.indexOf('—') + 1));
    await place.keep(origin, third);
    expect(await readFile(join(dir, name), 'utf8')).toBe(first + third);
  });

  it('is left alone where it is of something else', async () => {
    const dir = join(folder, 'year-other');
    const place = filePlace(dir);
    await place.keep(origin, first);
    const [name = ''] = await readdir(dir);
    await appendFile(join(dir, name), 'x'.repeat(100_000));
    await expect(place.keep(origin, second)).rejects.toThrow('no file of checkpoints');
  });
});

describe('a server', () => {
  it('that refuses is a failure, and neither way is taken for nothing kept', async () => {
    failing = true;
    try {
      const place = httpPlace({ base: baseOf() });
      await expect(place.keep(origin, third)).rejects.toThrow('503');
      await expect(place.latest(origin)).rejects.toThrow('503');
    } finally {
      failing = false;
    }
  });

  it('that is slow is one that fails', async () => {
    const place = httpPlace({
      base: 'http://slow',
      timeoutMs: 20,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    await expect(place.keep(origin, third)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
