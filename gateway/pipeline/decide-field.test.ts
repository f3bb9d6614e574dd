import { buildSchema, type FieldNode, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { ALLOW, createStages, DENY, HIDE, MASK } from '../../test/support/stages.ts';
import type { Decision, Effect } from '../policy/index.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import type { NodeDecision } from './types.ts';

const RULES = { allow: ALLOW, mask: MASK, deny: DENY, hide: HIDE };
const EFFECTS: readonly Effect[] = ['allow', 'mask', 'deny', 'hide'];

const { tableOf } = createStages(buildSchema('type Query { name: String, other: String }'));
const field = (name: string): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
});

function decisionOf(effect: Effect): Decision {
  const grounds = { reason: 'CONDITION_NOT_MET', rule: 'as it is called' } as const;
  if (effect !== 'mask') return { effect, ...grounds };
  return { effect, ...grounds, obligation: { kind: 'last4' } };
}

/** What is decided of a field whose table says one thing, and its call another. */
function decided(ofTable: Effect, ofCall: Effect, coordinate: string): NodeDecision {
  const [first, second] = [field('name'), field('name')];
  const byNode = new Map([[second, { coordinate, decision: decisionOf(ofCall) }]]);
  return decideField(tableOf({ 'Query.name': RULES[ofTable] }), byNode, 'Query', [first, second]);
}

const pairs = EFFECTS.flatMap((table) => EFFECTS.map((call) => [table, call] as const));

test.each(pairs)('of the table’s %s and an input’s %s the stricter counts', (table, call) => {
  const isStricter = EFFECTS.indexOf(call) > EFFECTS.indexOf(table);
  expect(decided(table, call, 'Query.name(by:)')).toMatchObject(
    isStricter
      ? { coordinate: 'Query.name(by:)', decision: { effect: call } }
      : { coordinate: 'Query.name', decision: { effect: table } },
  );
});

test.each(EFFECTS)('of two times %s the one as it is called says why', (effect) => {
  const { decision } = decided(effect, effect, 'Query.name');
  expect(decision).toMatchObject({ effect, reason: 'CONDITION_NOT_MET' });
});

test('a call never makes a decision milder', () => {
  const { decision } = decided('hide', 'allow', 'Query.name');
  expect(decision).toMatchObject({ effect: 'hide', reason: 'MISSING_PERMISSION' });
});

test('without any call the table decides, of what is not in it too', () => {
  const table = tableOf({ 'Query.name': DENY });
  expect(decideField(table, new Map(), 'Query', [field('name')])).toMatchObject({
    ...{ coordinate: 'Query.name', decision: { effect: 'deny' } },
  });
  expect(decideField(table, new Map(), 'Query', [field('nosuch')])).toMatchObject({
    ...{ coordinate: 'Query.nosuch', decision: { effect: 'hide' } },
  });
});

test('what is denied or hidden is withheld, a mask is not', () => {
  expect(EFFECTS.filter((effect) => isWithheldBy({ effect }))).toEqual(['deny', 'hide']);
});
