import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/chain.ts';
import { applyMasks, withoutArguments } from './apply-masks.ts';
import type { DecisionEvent } from './event.ts';

const event: DecisionEvent = {
  decision_id: 'd1',
  labels: { client: 'dashboard', subject: 's1' },
  bundles: { payscope: { revision: 'r1' } },
  path: 'payscope/authz/conditional',
  input: {
    subject: { role: 'CLERK' },
    uses: [
      { coordinate: 'Query.a', arguments: { first: 1, name: 'Novak', list: ['x', 'y'] } },
      { coordinate: 'Query.b', arguments: { 'a/b~c': 1 } },
    ],
  },
  result: [{ effect: 'allow' }, { effect: 'deny' }],
  timestamp: '2026-01-01T00:00:00.000Z',
  metrics: {},
};

const inputOf = (first: JsonObject, second: JsonObject = { 'a/b~c': 1 }): JsonObject => ({
  subject: { role: 'CLERK' },
  uses: [
    { coordinate: 'Query.a', arguments: first },
    { coordinate: 'Query.b', arguments: second },
  ],
});

const AT = '/input/uses/0/arguments';

describe('masks of an event', () => {
  test.each<readonly [string, unknown, Partial<DecisionEvent>]>([
    ['none leave it as it is', [], {}],
    [
      'a pointer erases',
      [`${AT}/name`],
      { input: inputOf({ first: 1, list: ['x', 'y'] }), erased: [`${AT}/name`] },
    ],
    [
      'so does remove',
      [{ op: 'remove', path: `${AT}/name` }],
      { input: inputOf({ first: 1, list: ['x', 'y'] }), erased: [`${AT}/name`] },
    ],
    [
      'upsert puts a value in its place',
      [{ op: 'upsert', path: `${AT}/name`, value: '***' }],
      { input: inputOf({ first: 1, name: '***', list: ['x', 'y'] }), masked: [`${AT}/name`] },
    ],
    [
      'an escaped name is that name',
      ['/input/uses/1/arguments/a~1b~0c'],
      {
        input: inputOf({ first: 1, name: 'Novak', list: ['x', 'y'] }, {}),
        erased: ['/input/uses/1/arguments/a~1b~0c'],
      },
    ],
    [
      'an item that is erased keeps its place',
      [`${AT}/list/0`],
      { input: inputOf({ first: 1, name: 'Novak', list: [null, 'y'] }), erased: [`${AT}/list/0`] },
    ],
    [
      'a label can be erased',
      ['/labels/subject'],
      {
        labels: { client: 'dashboard' },
        erased: ['/labels/subject'],
      },
    ],
    ['what is not there is not named', [`${AT}/other`, `${AT}/name/deeper`, '/input/no/such'], {}],
    [
      'nor is a prototype reached',
      [{ op: 'upsert', path: `${AT}/__proto__`, value: { a: 1 } }],
      {},
    ],
  ])('%s', (_, masks, changed) => {
    expect(applyMasks(event, masks)).toEqual({ ...event, ...changed });
  });

  test('the event given is never changed', () => {
    const before = structuredClone(event);
    applyMasks(event, [`${AT}/name`, '/labels/subject']);
    expect(event).toEqual(before);
  });

  test.each<readonly [string, unknown]>([
    ['no list', { '/input': true }],
    ['nothing', undefined],
    ['no pointer', [7]],
    ['an unknown operation', [{ op: 'hash', path: `${AT}/name` }]],
    ['upsert without a value', [{ op: 'upsert', path: `${AT}/name` }]],
    ['a pointer without its slash', ['input/uses']],
    ['the whole event', ['']],
    ['the whole input', ['/input']],
    ['the path', ['/path']],
    ['the revision', ['/bundles/payscope/revision']],
    ['a label that is no text', [{ op: 'upsert', path: '/labels/subject', value: 7 }]],
  ])('that are %s are refused', (_, masks) => {
    expect(() => applyMasks(event, masks)).toThrow(TypeError);
  });

  test('without them no argument is kept, and it says so', () => {
    expect(withoutArguments(event, 'trap')).toEqual({
      ...event,
      input: inputOf({}, {}),
      erased: ['/input/uses/0/arguments', '/input/uses/1/arguments'],
      error: { code: 'mask_failed', message: 'trap' },
    });
  });
});
