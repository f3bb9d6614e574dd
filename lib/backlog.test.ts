import { expect, test } from 'vitest';
import { createBacklog } from './backlog.ts';

const ignore = () => undefined;

test('work is done after the turn it was given in, in its order', async () => {
  const done: number[] = [];
  const backlog = createBacklog<number>({
    itemsMax: 10,
    sliceMs: 5,
    work: (item) => void done.push(item),
    onError: ignore,
  });
  for (const item of [1, 2, 3]) expect(backlog.push(item)).toBe(true);
  expect(done).toEqual([]);
  await backlog.done();
  expect(done).toEqual([1, 2, 3]);
});

test('there is room for so many, those being worked on included, and then again', async () => {
  const gate = Promise.withResolvers<void>();
  const backlog = createBacklog<number>({
    itemsMax: 2,
    sliceMs: 5,
    work: () => gate.promise,
    onError: ignore,
  });
  expect([1, 2, 3].map(backlog.push)).toEqual([true, true, false]);
  await new Promise<void>((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
  expect(backlog.push(4)).toBe(false);
  gate.resolve();
  await backlog.done();
  expect(backlog.push(5)).toBe(true);
  await backlog.done();
});

test('others get their turn in between', async () => {
  const order: string[] = [];
  const backlog = createBacklog<number>({
    itemsMax: 1_000,
    sliceMs: 0,
    work: (item) => {
      order.push(`work ${item}`);
      if (item === 1) setImmediate(() => order.push('another'));
    },
    onError: ignore,
  });
  for (const item of [1, 2, 3, 4]) backlog.push(item);
  await backlog.done();
  expect(order.indexOf('another')).toBeLessThan(order.indexOf('work 4'));
});

test('what one throws is told, and the next is done', async () => {
  const told: unknown[] = [];
  const done: number[] = [];
  const backlog = createBacklog<number>({
    itemsMax: 10,
    sliceMs: 5,
    work: (item) => {
      if (item === 1) throw new Error('one');
      if (item === 2) return Promise.reject(new Error('two'));
      done.push(item);
    },
    onError: (cause) => told.push(cause instanceof Error && cause.message),
  });
  for (const item of [1, 2, 3]) backlog.push(item);
  await backlog.done();
  expect(told).toEqual(['one', 'two']);
  expect(done).toEqual([3]);
});

test('so many are begun before one has ended, and all of them are waited for', async () => {
  const begun: number[] = [];
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const all = Promise.withResolvers<void>();
  const backlog = createBacklog<number>({
    itemsMax: 10,
    sliceMs: 5,
    atOnce: 2,
    work: (item) => {
      begun.push(item);
      if (begun.length === 2) all.resolve();
      return gates[item]?.promise;
    },
    onError: ignore,
  });
  for (const item of [0, 1, 2]) backlog.push(item);
  await all.promise;
  expect(begun).toEqual([0, 1]);
  let isDone = false;
  const done = backlog.done().then(() => {
    isDone = true;
  });
  gates[1]?.resolve();
  gates[2]?.resolve();
  await gates[2]?.promise;
  expect(isDone).toBe(false);
  gates[0]?.resolve();
  await done;
  expect(begun).toEqual([0, 1, 2]);
});
