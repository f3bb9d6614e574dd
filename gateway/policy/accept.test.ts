import { beforeEach, describe, expect, test } from 'vitest';
import { type Acceptance, type BundleDoor, createDoor } from './accept.ts';
import { BundleError } from './bundle-error.ts';
import { createPolicyHolder, type PolicyHolder } from './holder.ts';
import { createPolicy, type Policy } from './load-policy.ts';
import type { VerifiedBundle } from './verify-bundle.ts';

function policyOf(revision: string, schemaHash = 's1'): Policy {
  return createPolicy({
    revision,
    schemaHash,
    roles: new Set(['A']),
    coordinates: [],
    evaluate: () => [{ result: {} }],
    onFailure: () => undefined,
  });
}

/** An archive is its revision and serial here: 'r2 2'. */
function bundleOf(archive: Uint8Array): VerifiedBundle {
  const [revision = '', serial] = Buffer.from(archive).toString('utf8').split(' ');
  return {
    archive,
    sha256: Buffer.from(archive).toString('hex'),
    revision,
    serial: Number(serial),
    signer: { kid: 'k', subject: 'alice@bank' },
    signedAt: new Date(0),
    expiresAt: new Date(1),
  };
}

let holder: PolicyHolder;
let door: BundleDoor;
let kept: string[];
let ends: (readonly [string, Acceptance, unknown])[];
let load: (archive: Uint8Array) => Promise<Policy>;
let keeping: Promise<void>;

const archive = (text: string) => Buffer.from(text);
const accept = (text: string) => door.accept(archive(text), { origin: 'publish' });

beforeEach(() => {
  holder = createPolicyHolder(policyOf('r1'));
  kept = [];
  ends = [];
  keeping = Promise.resolve();
  load = async (bytes) => policyOf(bundleOf(bytes).revision);
  door = createDoor({
    first: bundleOf(archive('r1 1')),
    holder,
    verify: async (bytes, last) => {
      const bundle = bundleOf(bytes);
      if (bundle.serial < last.serial) throw new BundleError('no', { kind: 'rolled_back' });
      return bundle;
    },
    load: (bytes) => load(bytes),
    keep: (bundle) => {
      kept.push(bundle.revision);
      return keeping;
    },
    onEnd: (origin, end, cause) => ends.push([origin, end, cause]),
  });
});

test('a good bundle comes into force, is kept, and is told', async () => {
  const end = await accept('r2 2');
  expect(end).toMatchObject({ kind: 'accepted', swapped: true, bundle: { serial: 2 } });
  expect(holder.current().revision).toBe('r2');
  expect(door.inForce().revision).toBe('r2');
  expect(kept).toEqual(['r2']);
  expect(ends).toEqual([['publish', end, undefined]]);
});

test('what is in force already is accepted, and nothing is swapped', async () => {
  const before = holder.current();
  expect(await accept('r1 1')).toMatchObject({ kind: 'accepted', swapped: false });
  expect(holder.current()).toBe(before);
  expect(kept).toEqual([]);
});

describe('the last good one stays in force', () => {
  const failing = (cause: unknown) => () => Promise.reject(cause);

  test.each([
    ['it is not verified', 'r0 0', undefined, 'rolled_back'],
    ['it does not load', 'r2 2', failing(new BundleError('no')), 'unusable'],
    ['loading it is a fault of ours', 'r2 2', failing(new RangeError('no')), 'unusable'],
    ['loading it throws text', 'r2 2', failing('no'), 'unusable'],
    ['it is for another schema', 'r2 2', async () => policyOf('r2', 's2'), 'wrong_schema'],
  ] as const)('when %s', async (_, text, failure, reason) => {
    if (failure) load = failure;
    const end = await accept(text);
    expect(end).toMatchObject({ kind: 'refused', reason });
    expect([holder.current().revision, door.inForce().revision]).toEqual(['r1', 'r1']);
    expect(kept).toEqual([]);
    expect(ends).toEqual([['publish', end, expect.anything()]]);
  });

  test('and a refused serial counts for nothing', async () => {
    load = failing(new BundleError('no'));
    await accept('r9 9');
    load = async (bytes) => policyOf(bundleOf(bytes).revision);
    expect(await accept('r2 2')).toMatchObject({ kind: 'accepted' });
  });
});

test('one after the other: a slow one never ends over a later one', async () => {
  const slow = Promise.withResolvers<Policy>();
  load = (bytes) =>
    bundleOf(bytes).revision === 'r2' ? slow.promise : Promise.resolve(policyOf('r3'));
  const both = [accept('r2 2'), accept('r3 3'), accept('r2 2')];
  slow.resolve(policyOf('r2'));
  expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual([
    'accepted',
    'accepted',
    'refused',
  ]);
  expect(holder.current().revision).toBe('r3');
});
