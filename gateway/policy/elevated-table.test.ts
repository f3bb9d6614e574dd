import { expect, it } from 'vitest';
import { buildAccessTable } from './access-table.ts';
import type { Decision } from './decision.ts';
import { elevatedTable } from './elevated-table.ts';

const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const DENY = { ...ALLOW, effect: 'deny', reason: 'MISSING_PERMISSION', depends_on: 'elevation' };
const HIDE = { ...DENY, effect: 'hide' };

const RESULT = {
  T: ALLOW,
  'T.open': ALLOW,
  'T.secret': DENY,
  'T.other': DENY,
  'T.hidden': HIDE,
  S: DENY,
};
const { table } = buildAccessTable({
  ...{ key: 'key', revision: 'r1', role: 'ANALYST', coordinates: Object.keys(RESULT) },
  evaluate: () => [{ result: RESULT }],
  onFailure: () => undefined,
});

const OPEN: Decision = { effect: 'allow', reason: 'ALLOWED', rule: 'elevated' };
const opened = (...coordinates: readonly string[]) =>
  elevatedTable(table, new Map(coordinates.map((coordinate) => [coordinate, OPEN])));

it('decides what was opened anew, and everything else as before', () => {
  const elevated = opened('T.secret');
  expect(elevated.decide('T.secret')).toEqual(OPEN);
  for (const coordinate of ['T', 'T.open', 'T.other', 'T.hidden', 'T.gone', 'S']) {
    expect(elevated.decide(coordinate)).toEqual(table.decide(coordinate));
  }
  expect(elevated).toMatchObject({ revision: 'r1', role: 'ANALYST', limits: table.limits });
  expect(table.decide('T.secret').effect).toBe('deny');
});

it('leaves hidden what is hidden, whatever is said to be open', () => {
  const elevated = opened('T.hidden', 'T.gone');
  expect(elevated).toBe(table);
  expect(opened('T.hidden', 'T.secret').decide('T.hidden').effect).toBe('hide');
  expect(opened('T.hidden', 'T.secret').visible('T.hidden')).toBe(false);
});

it('opens __typename with its type', () => {
  expect(table.decide('S.__typename').effect).toBe('deny');
  expect(opened('S').decide('S.__typename').effect).toBe('allow');
});

it('has a key of its own for what is open, in whatever order', () => {
  const keys = [
    table.key,
    opened('T.secret').key,
    opened('T.other').key,
    opened('T.secret', 'T.other').key,
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(opened('T.other', 'T.secret').key).toBe(opened('T.secret', 'T.other').key);
});
