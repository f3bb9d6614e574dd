import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Follower, followSource } from './follow-source.ts';
import { type BundleSource, type SourceAnswer, SourceError } from './source.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Scene {
  readonly follower: Follower<string>;
  /** What the source has: text, or a fault. Its tag is the text. */
  now: string | SourceError;
  readonly known: (string | undefined)[];
  readonly handedOver: string[];
  readonly looks: string[];
  /** Milliseconds each pause was to last. */
  readonly pauses: number[];
  readonly advance: (ms: number) => void;
  /** Lets the pause end, and the look after it. */
  readonly wake: () => Promise<void>;
  readonly change: () => void;
  readonly isWatched: () => boolean;
}

function setScene({
  settles = () => true,
  pollMs = 1_000,
  random = 0.5,
  seen,
}: {
  readonly settles?: (text: string) => boolean;
  readonly pollMs?: number;
  readonly random?: number;
  readonly seen?: string;
} = {}): Scene {
  let time = 0;
  let pending: (() => void) | undefined;
  let onChange: (() => void) | undefined;
  const source: BundleSource = {
    origin: 'file',
    describe: () => 'a scene',
    read: async (known): Promise<SourceAnswer> => {
      scene.known.push(known);
      const { now } = scene;
      if (now instanceof SourceError) throw now;
      if (now === known) return { kind: 'unchanged' };
      return { kind: 'changed', archive: Buffer.from(now), tag: now };
    },
    watch: (callBack) => {
      onChange = callBack;
      return () => {
        onChange = undefined;
      };
    },
  };
  const follower = followSource<string>(source, {
    pollMs,
    seen: seen === undefined ? undefined : { tag: seen, sha256: sha256(seen) },
    onArchive: async (archive) => {
      const text = Buffer.from(archive).toString('utf8');
      scene.handedOver.push(text);
      return { settled: settles(text), result: text };
    },
    onLook: (outcome) => scene.looks.push(outcome),
    random: () => random,
    clock: () => time,
    later: (work, ms) => {
      scene.pauses.push(ms);
      pending = work;
      return () => {
        pending = undefined;
      };
    },
  });
  const scene: Scene = {
    follower,
    now: 'one',
    known: [],
    handedOver: [],
    looks: [],
    pauses: [],
    advance: (ms) => {
      time += ms;
    },
    wake: async () => {
      const work = pending;
      pending = undefined;
      work?.();
      // The next pause begins when the look has ended.
      const before = scene.pauses.length;
      for (let turn = 0; work && turn < 100 && scene.pauses.length === before; turn += 1) {
        await Promise.resolve();
      }
    },
    change: () => onChange?.(),
    isWatched: () => onChange !== undefined,
  };
  return scene;
}

test('hands over what is there, once, and again when it has changed', async () => {
  const scene = setScene();
  scene.follower.start();
  await scene.wake();
  await scene.wake();
  scene.now = 'two';
  await scene.wake();
  expect(scene.handedOver).toEqual(['one', 'two']);
  expect(scene.looks).toEqual(['changed', 'unchanged', 'changed']);
  expect(scene.known).toEqual([undefined, 'one', 'one']);
});

test('does not hand over what was in force when it began', async () => {
  const scene = setScene({ seen: 'one' });
  scene.follower.start();
  await scene.wake();
  expect(scene.known).toEqual(['one']);
  expect(scene.handedOver).toEqual([]);
});

test('what comes under another tag and is the same is not handed over', async () => {
  const scene = setScene();
  await scene.follower.lookNow();
  const source: BundleSource = {
    origin: 'url',
    describe: () => 'no tags',
    read: async () => ({ kind: 'changed', archive: Buffer.from('same'), tag: undefined }),
  };
  const handedOver: string[] = [];
  let wake = (): void => undefined;
  const looked = Promise.withResolvers<void>();
  const follower = followSource<undefined>(source, {
    pollMs: 1,
    onArchive: async (archive) => {
      handedOver.push(String(archive));
      return { settled: true, result: undefined };
    },
    onLook: (outcome) => {
      if (outcome === 'unchanged') looked.resolve();
      else setImmediate(() => wake());
    },
    later: (work) => {
      wake = work;
      return () => undefined;
    },
  });
  follower.start();
  wake();
  await looked.promise;
  expect(handedOver).toEqual(['same']);
  follower.close();
});

test('looks when told to, whatever was seen before', async () => {
  const scene = setScene({ seen: 'one' });
  expect(await scene.follower.lookNow()).toEqual({ kind: 'handed_over', result: 'one' });
  expect(await scene.follower.lookNow()).toEqual({ kind: 'handed_over', result: 'one' });
});

test('looks when the source tells of a change, without waiting', async () => {
  const scene = setScene();
  scene.follower.start();
  scene.change();
  await scene.follower.lookNow();
  expect(scene.handedOver).toEqual(['one', 'one']);
  expect(scene.pauses).toHaveLength(1);
});

test('one look at a time, in order', async () => {
  const scene = setScene();
  const looks = [scene.follower.lookNow()];
  scene.now = 'two';
  looks.push(scene.follower.lookNow());
  expect(await Promise.all(looks)).toEqual([
    { kind: 'handed_over', result: 'two' },
    { kind: 'handed_over', result: 'two' },
  ]);
});

test('leaves a source that fails alone for ever longer, up to a minute, and not in step', async () => {
  const scene = setScene({ random: 1 });
  scene.now = new SourceError('timeout', 'no');
  scene.follower.start();
  for (let each = 0; each < 8; each += 1) await scene.wake();
  expect(scene.pauses.slice(1)).toEqual([
    2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
  scene.now = 'one';
  await scene.wake();
  expect(scene.pauses.at(-1)).toBeCloseTo(1_100);
  expect(scene.handedOver).toEqual(['one']);

  const other = setScene({ random: 0 });
  other.now = scene.now = new SourceError('timeout', 'no');
  other.follower.start();
  await other.wake();
  expect(other.pauses).toEqual([900, 1_000]);
});

test('tells a fault by its kind, and goes on', async () => {
  const scene = setScene();
  const fault = new SourceError('redirected', 'elsewhere');
  scene.now = fault;
  expect(await scene.follower.lookNow()).toEqual({ kind: 'failed', cause: fault });
  expect(scene.looks).toEqual(['redirected']);
});

test('hands over again what was not settled for, a minute later', async () => {
  const scene = setScene({ settles: (text) => text !== 'bad' });
  scene.now = 'bad';
  scene.follower.start();
  await scene.wake();
  scene.advance(60_000);
  await scene.wake();
  expect(scene.handedOver).toEqual(['bad']);
  scene.advance(1);
  await scene.wake();
  expect(scene.handedOver).toEqual(['bad', 'bad']);
  scene.now = 'good';
  await scene.wake();
  scene.advance(600_000);
  await scene.wake();
  expect(scene.handedOver).toEqual(['bad', 'bad', 'good']);
});

test('with no pause given it looks only when told to', async () => {
  const scene = setScene({ pollMs: 0 });
  scene.follower.start();
  expect(scene.isWatched()).toBe(false);
  expect(scene.pauses).toEqual([]);
});

test('ends', async () => {
  const scene = setScene();
  scene.follower.start();
  expect(scene.isWatched()).toBe(true);
  scene.follower.close();
  expect(scene.isWatched()).toBe(false);
  await scene.wake();
  expect(scene.known).toEqual([]);
});
