import { expect, test } from 'vitest';
import { createLog } from '../../lib/log.ts';
import { createDecisionLog, type DecisionLogOptions } from './decision-log.ts';
import type { DecisionEvent } from './event.ts';

const eventNamed = (name: string): DecisionEvent => ({
  decision_id: name,
  labels: {},
  bundles: { payscope: { revision: 'r1' } },
  path: 'payscope/authz/conditional',
  input: { uses: [{ coordinate: 'Query.a', arguments: { first: 1, name: 'Novak' } }] },
  result: [],
  timestamp: '2026-01-01T00:00:00.000Z',
  metrics: {},
});

type Event = ReturnType<typeof JSON.parse>;

function open(more: Partial<DecisionLogOptions<string>> = {}) {
  const lines: string[] = [];
  const counted = { dropped: [] as (readonly [number, string])[], maskFailed: 0 };
  const logged: string[] = [];
  const at = { now: new Date('2026-01-01T00:00:00.000Z') };
  const log = createLog({ name: 'test', level: 'silent' });
  log.error = (about: object, what?: string) => logged.push(`${what} ${JSON.stringify(about)}`);
  const decisionLog = createDecisionLog<string>({
    sink: {
      batchBytesMax: 1_000,
      write: async (batch) => void lines.push(...batch),
      close: async () => undefined,
    },
    bufferMax: 100_000,
    eventsOf: (name) => [eventNamed(name)],
    masksOf: () => [],
    now: () => at.now,
    newId: () => 'n1',
    count: {
      dropped: (count, cause) => counted.dropped.push([count, cause]),
      written: () => undefined,
      maskFailed: () => {
        counted.maskFailed += 1;
      },
    },
    log,
    ...more,
  });
  const events = () => lines.map((line): Event => JSON.parse(line));
  return { ...decisionLog, events, counted, logged, at };
}

test.each<readonly [string, DecisionLogOptions<string>['masksOf']]>([
  [
    'throws',
    () => {
      throw new Error('Novak');
    },
  ],
  [
    'aborts as the runtime does',
    () => {
      throw 'Novak';
    },
  ],
  ['answers nothing', () => undefined],
  ['answers no list', () => true],
  ['names what may not be masked', () => ['/decision_id']],
  ['rejects', () => Promise.reject(new Error('Novak'))],
])('a mask that %s leaves no argument in the log, says so and counts', async (_, masksOf) => {
  const log = open({ masksOf });
  log.record('d1');
  await log.flushed();
  expect(log.events()).toMatchObject([
    {
      decision_id: 'd1',
      input: { uses: [{ coordinate: 'Query.a', arguments: {} }] },
      erased: ['/input/uses/0/arguments'],
      error: { code: 'mask_failed' },
    },
  ]);
  expect(JSON.stringify(log.events())).not.toContain('Novak');
  expect(log.counted.maskFailed).toBe(1);
});

test('what cannot be made an event is counted, and the log itself says that it is missing', async () => {
  const log = open({
    eventsOf: (name) => {
      if (name === 'bad') throw new Error('no event');
      return [eventNamed(name)];
    },
  });
  for (const name of ['d1', 'bad', 'd2']) log.record(name);
  await log.flushed();
  expect(log.counted.dropped).toEqual([[1, 'unwritable']]);
  expect(log.events()).toMatchObject([
    { decision_id: 'd1' },
    { path: 'payscope/logs/dropped', decision_id: 'n1', result: { dropped: 1 } },
    { decision_id: 'd2' },
  ]);
});

test('operations that come faster than they can be logged are counted and told', async () => {
  const log = open();
  for (let index = 0; index < 2_005; index += 1) log.record(`d${index}`);
  expect(log.counted.dropped).toHaveLength(5);
  expect(log.counted.dropped[0]).toEqual([1, 'backlog_full']);
  await log.flushed();
  const dropped = log.events().filter(({ path }) => path === 'payscope/logs/dropped');
  expect(dropped).toMatchObject([{ result: { dropped: 5 } }]);
  expect(log.events()).toHaveLength(2_001);
});

test('losses are in the log of the process at once, and then every few seconds with their number', async () => {
  const log = open({ bufferMax: 1 });
  const lose = async () => {
    log.record('d1');
    await log.flushed();
  };
  for (let index = 0; index < 5; index += 1) await lose();
  expect(log.logged).toEqual([expect.stringContaining('"dropped":1')]);
  log.at.now = new Date(log.at.now.getTime() + 5_000);
  await lose();
  expect(log.logged).toEqual([expect.anything(), expect.stringContaining('"dropped":5')]);
  await lose();
  await log.close(10);
  expect(log.logged.at(-1)).toContain('"dropped":');
});

test('closing writes what waits', async () => {
  const log = open();
  for (const name of ['d1', 'd2', 'd3']) log.record(name);
  await log.close();
  expect(log.events().map(({ decision_id }) => decision_id)).toEqual(['d1', 'd2', 'd3']);
});
