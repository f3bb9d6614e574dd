import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryKeys } from '../../test/support/key-store.ts';
import { bankIdOf } from '../ids.ts';
import {
  addKey,
  bankSubject,
  createDataKeys,
  createEnvelope,
  createKeyCache,
  type KeyProvider,
  openKeyFile,
  rewrapKeys,
  underBankKey,
} from './index.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const placeOf = (subjectId: string, bankId = HB) => ({
  ...{ bankId, subjectId, table: 't', column: 'c', rowId: subjectId, rowVersion: 1 },
});

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bank-keys-'));
  file = join(folder, 'keys.json');
  await addKey(file);
});
afterAll(() => rm(folder, { recursive: true }));

/** A process: nothing is unwrapped in it yet. */
async function start(store = memoryKeys()) {
  const calls = { wrap: 0, unwrap: 0 };
  const inner = await openKeyFile(file);
  const provider: KeyProvider = {
    ...inner,
    wrap: (...given) => {
      calls.wrap += 1;
      return inner.wrap(...given);
    },
    unwrap: (...given) => {
      calls.unwrap += 1;
      return inner.unwrap(...given);
    },
  };
  const cache = createKeyCache({ entriesMax: 1_000, ttlMs: 60_000 });
  const bankKeys = createDataKeys({ provider, store, cache });
  const keys = createDataKeys({ provider: underBankKey(bankKeys), store, cache });
  return { envelope: createEnvelope(keys), store, calls, provider };
}

describe('a key per bank', () => {
  it('asks the provider once for a bank, however many its people', async () => {
    const { envelope, store, calls } = await start();
    const people = Array.from({ length: 50 }, (_, index) => `person-${index}`);
    const sealed = await Promise.all(people.map((one) => envelope.seal(placeOf(one), one)));
    // Who comes second to make the bank's key wraps one in vain.
    expect(calls.unwrap).toBe(1);
    const other = await start(store);
    const opened = await Promise.all(
      people.map((one, at) => other.envelope.open(placeOf(one), sealed[at] ?? Buffer.alloc(0))),
    );
    expect(opened).toEqual(people.map((text) => ({ kind: 'opened', text })));
    expect(other.calls).toEqual({ wrap: 0, unwrap: 1 });
  });

  it('wraps no key of another bank', async () => {
    const { envelope, store } = await start();
    await envelope.seal(placeOf('a'), 'x');
    const sealed = await envelope.seal(placeOf('a', CD), 'y');
    for await (const { subject, key } of store.all()) {
      if (subject.bankId === HB && subject.subjectId === 'a') store.put(placeOf('a', CD), key);
    }
    const opening = (await start(store)).envelope.open(placeOf('a', CD), sealed);
    await expect(opening).rejects.toMatchObject({ kind: 'BROKEN' });
  });

  it('is all that a rotation wraps anew', async () => {
    const { envelope, store, provider } = await start();
    const sealed = await envelope.seal(placeOf('a'), 'x');
    await addKey(file);
    const later = await start(store);
    async function* banks() {
      for await (const one of store.all()) {
        if (one.subject.subjectId === bankSubject(HB).subjectId) yield one;
      }
    }
    const done = await rewrapKeys({ provider: later.provider, store, stored: banks() });
    expect(done).toEqual({ rewrapped: 1, current: 0, overtaken: 0 });
    expect(await provider.keyId()).not.toBe(await later.provider.keyId());
    expect(await (await start(store)).envelope.open(placeOf('a'), sealed)).toEqual({
      ...{ kind: 'opened', text: 'x' },
    });
  });

  it('that is gone leaves nothing to read', async () => {
    const { envelope, store } = await start();
    const sealed = await envelope.seal(placeOf('a'), 'x');
    store.erase(bankSubject(HB));
    const opening = (await start(store)).envelope.open(placeOf('a'), sealed);
    await expect(opening).rejects.toMatchObject({ kind: 'REFUSED' });
  });
});

it('a key that was rolled back with its transaction seals nothing afterwards', async () => {
  const provider = await openKeyFile(file);
  const cache = createKeyCache({ entriesMax: 10, ttlMs: 60_000 });
  const first = createEnvelope(createDataKeys({ provider, store: memoryKeys(), cache }));
  await first.seal(placeOf('a'), randomBytes(4).toString('hex'));
  // As after a rollback: the store knows nothing of that key, the process still has it.
  const store = memoryKeys();
  const sealed = await createEnvelope(createDataKeys({ provider, store, cache })).seal(
    placeOf('a'),
    'kept',
  );
  const fresh = createKeyCache({ entriesMax: 10, ttlMs: 60_000 });
  const opened = await createEnvelope(createDataKeys({ provider, store, cache: fresh })).open(
    placeOf('a'),
    sealed,
  );
  expect(opened).toEqual({ kind: 'opened', text: 'kept' });
});
