/** One suite over every place a decision log can be written to. */
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { sinkFor } from './destination.ts';
import { fileSink } from './file-sink.ts';
import { BatchTooLarge, createOutbox, type LineSink, type OutboxOptions } from './outbox.ts';

interface Place {
  readonly sink: LineSink;
  /** Every line that arrived, in its order. */
  readonly read: () => Promise<readonly string[]>;
  /** From now on nothing can be written there, until it is mended. */
  readonly breakIt: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const NOW = () => new Date('2026-01-31T23:59:59.123Z');

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-sink-'));
  closing.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const options = { rotateBytes: 1e9, token: undefined, now: NOW, stdout: process.stdout };

async function file(): Promise<Place> {
  const parent = join(await folder(), 'log');
  const path = join(parent, 'decisions.jsonl');
  return {
    sink: sinkFor({ kind: 'file', file: path }, options),
    read: async () => (await readFile(path, 'utf8')).split('\n').filter(Boolean),
    breakIt: () => writeFile(parent, 'a file where the folder should be'),
    mend: () => rm(parent),
  };
}

async function stdout(): Promise<Place> {
  const written: string[] = [];
  let isBroken = false;
  const stream = {
    write: (text: string, done: (error?: Error) => void) => {
      if (isBroken) return done(new Error('EPIPE'));
      written.push(text);
      done();
    },
  };
  return {
    sink: sinkFor({ kind: 'stdout' }, { ...options, stdout: stream }),
    read: async () => written.join('').split('\n').filter(Boolean),
    breakIt: async () => {
      isBroken = true;
    },
    mend: async () => {
      isBroken = false;
    },
  };
}

async function http(): Promise<Place> {
  const server = await receiver();
  return {
    sink: sinkFor({ kind: 'http', url: `${server.url}/v1/` }, { ...options, token: 'a-token' }),
    read: async () => server.events().map((event) => JSON.stringify(event)),
    breakIt: async () => server.answer(503),
    mend: async () => server.answer(200),
  };
}

async function receiver() {
  const events: unknown[] = [];
  const heads: unknown[] = [];
  let status = 200;
  let mostEvents = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, response) => {
    const batch: unknown[] = JSON.parse(String(gunzipSync(await buffer(request))));
    const { 'content-type': type, 'content-encoding': encoding, authorization } = request.headers;
    heads.push({ url: request.url, type, encoding, authorization });
    const answer = batch.length > mostEvents ? 413 : status;
    if (answer < 300) events.push(...batch);
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    events: () => events,
    heads: () => heads,
    answer: (next: number) => {
      status = next;
    },
    takeAtMost: (count: number) => {
      mostEvents = count;
    },
  };
}

function outboxTo(sink: LineSink, more: Partial<OutboxOptions> = {}) {
  const lost: (readonly [number, string])[] = [];
  const outbox = createOutbox({
    sink,
    bytesMax: 1_000_000,
    backoffMs: { first: 1, max: 5 },
    noticeOf: (dropped) => JSON.stringify({ dropped }),
    onDropped: (count, cause) => lost.push([count, cause]),
    onWritten: () => undefined,
    onFailure: () => undefined,
    ...more,
  });
  closing.push(() => outbox.close(0));
  return { ...outbox, losses: () => [...lost] };
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ n: index }));

describe.each([
  ['a file', file],
  ['standard output', stdout],
  ["a server of OPA's decision logs", http],
])('%s', (_, open) => {
  test('gets every line once, in its order', async () => {
    const { sink, read } = await open();
    const outbox = outboxTo(sink);
    for (const line of lines(500)) outbox.push(line);
    await outbox.flushed();
    expect(await read()).toEqual(lines(500));
  });

  test('gets them when it can be written again', async () => {
    const { sink, read, breakIt, mend } = await open();
    await breakIt();
    const failed = Promise.withResolvers<void>();
    const outbox = outboxTo(sink, { onFailure: () => failed.resolve() });
    for (const line of lines(3)) outbox.push(line);
    await failed.promise;
    await mend();
    await outbox.flushed();
    expect(await read()).toEqual(lines(3));
    expect(outbox.losses()).toEqual([]);
  });

  test('gets what waits when the log is closed', async () => {
    const { sink, read } = await open();
    const outbox = outboxTo(sink);
    for (const line of lines(20)) outbox.push(line);
    await outbox.close(5_000);
    expect(await read()).toEqual(lines(20));
    expect(outbox.losses()).toEqual([]);
  });

  test('loses what there is no room for, counts it, and says so where it is missing', async () => {
    const { sink, read, breakIt, mend } = await open();
    await breakIt();
    const failed = Promise.withResolvers<void>();
    const outbox = outboxTo(sink, { bytesMax: 40, onFailure: () => failed.resolve() });
    for (const line of lines(9)) outbox.push(line);
    expect(outbox.losses()).toEqual(Array.from({ length: 4 }, () => [1, 'buffer_full']));
    await failed.promise;
    await mend();
    await outbox.flushed();
    outbox.push('{"n":"later"}');
    await outbox.flushed();
    expect(await read()).toEqual([...lines(5), '{"dropped":4}', '{"n":"later"}']);
  });

  test('and does not keep the process from closing when it stays broken', async () => {
    const { sink, breakIt, mend } = await open();
    await breakIt();
    const outbox = outboxTo(sink);
    for (const line of lines(7)) outbox.push(line);
    await outbox.close(20);
    expect(outbox.losses()).toEqual([[7, 'not_written']]);
    await mend();
  });
});

describe('a file', () => {
  test("is its owner's alone, and so is its folder", async () => {
    const path = join(await folder(), 'log', 'decisions.jsonl');
    const sink = fileSink({ file: path, rotateBytes: 1e9, now: NOW });
    await sink.write(['{}']);
    await sink.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  });

  test('that is large is put aside, never written over', async () => {
    const dir = await folder();
    const path = join(dir, 'decisions.jsonl');
    const sink = fileSink({ file: path, rotateBytes: 10, now: NOW });
    await sink.write(['{"n":1}', '{"n":2}']);
    await sink.write(['{"n":3}']);
    await sink.close();
    expect((await readdir(dir)).sort()).toEqual([
      'decisions.2026-01-31T235959123Z.jsonl',
      'decisions.jsonl',
    ]);
    expect(await readFile(path, 'utf8')).toBe('{"n":3}\n');
  });

  test('whose last line a crash cut off goes on in a line of its own', async () => {
    const path = join(await folder(), 'decisions.jsonl');
    await writeFile(path, '{"n":1}\n{"n":');
    const sink = fileSink({ file: path, rotateBytes: 1e9, now: NOW });
    await sink.write(['{"n":3}']);
    await sink.close();
    expect(await readFile(path, 'utf8')).toBe('{"n":1}\n{"n":\n{"n":3}\n');
  });

  test('that is there already keeps what it has', async () => {
    const path = join(await folder(), 'decisions.jsonl');
    await writeFile(path, '{"n":1}\n', { mode: 0o600 });
    await chmod(path, 0o600);
    const sink = fileSink({ file: path, rotateBytes: 1e9, now: NOW });
    await sink.write(['{"n":2}']);
    await sink.close();
    expect(await readFile(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });
});

describe("a server of OPA's decision logs", () => {
  test('is sent gzipped JSON at /logs below its address, with the token', async () => {
    const server = await receiver();
    const sink = sinkFor(
      { kind: 'http', url: `${server.url}/v1/` },
      { ...options, token: 'a-token' },
    );
    await sink.write(lines(2));
    expect(server.heads()).toEqual([
      {
        url: '/v1/logs',
        type: 'application/json',
        encoding: 'gzip',
        authorization: 'Bearer a-token',
      },
    ]);
    expect(server.events()).toEqual([{ n: 0 }, { n: 1 }]);
  });

  test('that takes smaller batches gets smaller ones', async () => {
    const server = await receiver();
    server.takeAtMost(3);
    const outbox = outboxTo(sinkFor({ kind: 'http', url: server.url }, options));
    for (const line of lines(50)) outbox.push(line);
    await outbox.flushed();
    expect(server.events().map((event) => JSON.stringify(event))).toEqual(lines(50));
    expect(outbox.losses()).toEqual([]);
  });

  test.each([301, 400, 401, 404, 500, 503])('that answers %i took nothing', async (status) => {
    const server = await receiver();
    server.answer(status);
    const sink = sinkFor({ kind: 'http', url: server.url }, options);
    await expect(sink.write(lines(1))).rejects.toThrow();
  });
});

test('a line that is too large alone is lost, and the others are not', async () => {
  const taken: string[] = [];
  const outbox = outboxTo({
    batchBytesMax: 1_000,
    write: async (batch) => {
      if (batch.some((line) => line.length > 20)) throw new BatchTooLarge('too large');
      taken.push(...batch);
    },
    close: async () => undefined,
  });
  for (const line of ['{"n":1}', `{"n":"${'x'.repeat(50)}"}`, '{"n":3}']) outbox.push(line);
  await outbox.flushed();
  expect(taken).toEqual(['{"n":1}', '{"n":3}', '{"dropped":1}']);
  expect(outbox.losses()).toEqual([[1, 'too_large']]);
});
