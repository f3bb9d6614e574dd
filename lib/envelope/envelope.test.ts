import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryKeys } from '../../test/support/key-store.ts';
import { bankIdOf } from '../ids.ts';
import {
  addKey,
  anyOf,
  createDataKeys,
  createEnvelope,
  createKeyCache,
  type KeyProvider,
  openKeyFile,
  rewrapKeys,
  SubjectErased,
} from './index.ts';

let folder: string;
let file: string;
let provider: KeyProvider;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'envelope-'));
  file = join(folder, 'keys.json');
  await addKey(file);
  provider = await openKeyFile(file);
});
afterAll(() => rm(folder, { recursive: true }));

const HB = bankIdOf('HB');
const placeOf = (subjectId: string, rowVersion = 1) => ({
  bankId: HB,
  subjectId,
  table: 'facts.account_holders',
  column: 'district',
  rowId: subjectId,
  rowVersion,
});

function start(using: KeyProvider = provider, store = memoryKeys(), entriesMax = 100) {
  const cache = createKeyCache({ entriesMax, ttlMs: 60_000 });
  const keys = createDataKeys({ provider: using, store, cache });
  return { envelope: createEnvelope(keys), store, keys, cache };
}

describe('an envelope', () => {
  it('opens in another process what it sealed', async () => {
    const { envelope, store } = start();
    const sealed = await envelope.seal(placeOf('a'), 'Praha');
    const opened = await start(provider, store).envelope.open(placeOf('a'), sealed);
    expect(opened).toEqual({ kind: 'opened', text: 'Praha' });
  });

  it('has one key for a subject, whoever comes first of many in many processes', async () => {
    const store = memoryKeys();
    const processes = Array.from({ length: 5 }, () => start(provider, store).envelope);
    const sealed = await Promise.all(
      processes.flatMap((one) => Array.from({ length: 10 }, () => one.seal(placeOf('a'), 'x'))),
    );
    const { envelope } = start(provider, store);
    for (const one of sealed) {
      expect(await envelope.open(placeOf('a'), one)).toEqual({ kind: 'opened', text: 'x' });
    }
  });

  it('goes on when far more subjects are asked for at once than keys are held', async () => {
    const { envelope } = start(provider, memoryKeys(), 2);
    const subjects = Array.from({ length: 200 }, (_, index) => `s${index}`);
    const sealed = await Promise.all(subjects.map((one) => envelope.seal(placeOf(one), one)));
    const opened = await Promise.all(
      subjects.map((one, index) => envelope.open(placeOf(one), sealed[index] ?? Buffer.alloc(0))),
    );
    expect(opened).toEqual(subjects.map((text) => ({ kind: 'opened', text })));
  });

  it('gives neither texts nor keys of one subject for those of another', async () => {
    const { envelope, store, cache } = start();
    const sealed = await envelope.seal(placeOf('a'), 'Praha');
    await envelope.seal(placeOf('b'), 'Brno');
    await expect(envelope.open(placeOf('b'), sealed)).rejects.toThrow('does not open');
    const stolen = await store.find(placeOf('a'));
    if (!stolen) throw new Error('no key');
    store.put(placeOf('b'), stolen);
    cache.clear();
    const refused = envelope.open(placeOf('b'), await envelope.seal(placeOf('a'), 'x'));
    await expect(refused).rejects.toMatchObject({ kind: 'BROKEN' });
  });

  it('opens nothing of a subject that was erased, and seals nothing new of it', async () => {
    const { envelope, store, keys } = start();
    const sealed = await envelope.seal(placeOf('a'), 'Praha');
    const other = await envelope.seal(placeOf('b'), 'Brno');
    store.erase(placeOf('a'));
    keys.forget(placeOf('a'));
    expect(await envelope.open(placeOf('a'), sealed)).toEqual({ kind: 'erased' });
    await expect(envelope.seal(placeOf('a'), 'x')).rejects.toThrow(SubjectErased);
    expect(await envelope.open(placeOf('b'), other)).toEqual({ kind: 'opened', text: 'Brno' });
  });

  it('takes no key of another length from a provider', async () => {
    const short: KeyProvider = { ...provider, unwrap: async () => randomBytes(16) };
    const { envelope, cache } = start(short);
    await expect(envelope.seal(placeOf('a'), 'x')).rejects.toThrow(RangeError);
    expect(cache.size()).toBe(0);
  });
});

describe('re-wrapping', () => {
  it('leaves sealed values as they are, opens them throughout, and frees the old key', async () => {
    const { envelope, store } = start();
    const subjects = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const sealed = new Map<string, Uint8Array>();
    for (const one of subjects) sealed.set(one, await envelope.seal(placeOf(one), one));
    const moved = join(folder, 'moved.json');
    await addKey(moved);
    const fresh = await openKeyFile(moved);
    const both = anyOf(fresh, provider);
    const readAll = async (using: KeyProvider) => {
      for (const [one, bytes] of sealed) {
        const opened = await start(using, store).envelope.open(placeOf(one), bytes);
        expect(opened).toEqual({ kind: 'opened', text: one });
      }
    };
    const options = { provider: both, store, stored: store.all() };
    const [done] = await Promise.all([rewrapKeys(options), readAll(both)]);
    expect(done).toEqual({ rewrapped: 20, current: 0, overtaken: 0 });
    await readAll(fresh);
    const again = await rewrapKeys({ ...options, stored: store.all() });
    expect(again).toEqual({ rewrapped: 0, current: 20, overtaken: 0 });
  });

  it('brings no erased subject back', async () => {
    const { envelope, store } = start();
    const sealed = await envelope.seal(placeOf('a'), 'x');
    await addKey(file);
    const stored = (async function* () {
      for await (const one of store.all()) {
        store.erase(one.subject);
        yield one;
      }
    })();
    const done = await rewrapKeys({ provider: await openKeyFile(file), store, stored });
    expect(done).toEqual({ rewrapped: 0, current: 0, overtaken: 1 });
    expect(await start(provider, store).envelope.open(placeOf('a'), sealed)).toEqual({
      kind: 'erased',
    });
  });
});
