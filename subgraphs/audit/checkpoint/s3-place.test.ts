/** A bucket keeps each checkpoint once and for good, and says so when it did not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logSigner } from '../../../test/support/audit-log.ts';
import { type ObjectStore, serveObjectStore } from '../../../test/support/object-store.ts';
import { signCheckpoint } from './checkpoint.ts';
import { s3Place } from './s3-place.ts';

const origin = 'payscope.example/audit/1';
const noteOf = (size: number, root = 'ab') =>
  signCheckpoint({ size, root: root.repeat(32) }, logSigner(7, origin));

let store: ObjectStore;
beforeEach(async () => {
  store = await serveObjectStore();
});
afterEach(() => store.close());

const open = (timeoutMs = 5_000) =>
  s3Place({
    bucket: 'kept',
    prefix: 'bank',
    region: 'eu-central-1',
    endpoint: store.endpoint,
    credentials: { accessKeyId: 'writer', secretAccessKey: 'secret' },
    timeoutMs,
  });

describe('a bucket', () => {
  it('has an object for each checkpoint, named by log and size, the newest first', async () => {
    const place = await open();
    for (const size of [9, 10, 1_000_000]) await place.keep(origin, noteOf(size));
    expect([...store.objects.keys()].sort()).toEqual([
      `kept/bank/${origin}/9007199253740991-1000000`,
      `kept/bank/${origin}/9007199254740981-10`,
      `kept/bank/${origin}/9007199254740982-9`,
    ]);
    expect(await place.latest(origin)).toBe(noteOf(1_000_000));
  });

  it('is asked twice for the newest, however many there are', async () => {
    const place = await open();
    for (let size = 1; size <= 30; size += 1) await place.keep(origin, noteOf(size));
    store.asked.length = 0;
    expect(await place.latest(origin)).toBe(noteOf(30));
    expect(store.asked).toHaveLength(2);
  });

  it('is written to as who was named, in the region of the bucket', async () => {
    await (await open()).keep(origin, noteOf(1));
    expect([...store.signedBy]).toEqual([
      expect.stringMatching(/^writer\/\d{8}\/eu-central-1\/s3\/aws4_request$/),
    ]);
  });

  it.each(['works', 'knows no conditions'] as const)(
    'that %s takes a checkpoint twice as once, and never another in its stead',
    async (kind) => {
      store.become({ kind });
      const place = await open();
      await place.keep(origin, noteOf(5));
      await place.keep(origin, noteOf(5));
      await expect(place.keep(origin, noteOf(5, 'cd'))).rejects.toThrow('another one');
      expect([...store.objects.values()]).toEqual([noteOf(5)]);
    },
  );

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [409, 'ConditionalRequestConflict'],
    [503, 'SlowDown'],
  ])('that answers %i %s has failed, and is not one without checkpoints', async (status, code) => {
    store.become({ kind: 'refuses', status, code, times: Number.POSITIVE_INFINITY });
    const place = await open();
    await expect(place.keep(origin, noteOf(1))).rejects.toMatchObject({ name: code });
    await expect(place.latest(origin)).rejects.toMatchObject({ name: code });
  });

  it('that asks to slow down is asked again', async () => {
    store.become({ kind: 'refuses', status: 503, code: 'SlowDown', times: 1 });
    const place = await open();
    await place.keep(origin, noteOf(1));
    expect(await place.latest(origin)).toBe(noteOf(1));
  });

  it('that does not answer has failed in time', async () => {
    store.become({ kind: 'hangs' });
    const place = await open(200);
    await expect(place.keep(origin, noteOf(1))).rejects.toMatchObject({ name: 'AbortError' });
    await expect(place.latest(origin)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('with something huge where a checkpoint should be has failed', async () => {
    store.plant(`kept/bank/${origin}/0000000000000000-1`, 'x'.repeat(1_000_000));
    await expect((await open()).latest(origin)).rejects.toThrow('is no note');
  });
});
