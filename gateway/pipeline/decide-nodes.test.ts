import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import {
  ALLOW,
  type Asked,
  CONDITIONAL,
  createStages,
  DENY,
  HIDE,
  MASK,
} from '../../test/support/stages.ts';
import { inputCoordinates } from '../operation/input-coordinates.ts';
import { createDecideNodes } from './decide-nodes.ts';

const schema = buildSchema(`
  type Query { find(by: By, first: Int = 10): Thing node(by: By): Node either: Either plain: String page(first: Int!): String }
  interface Node { id: ID list(first: Int): String }
  type Thing implements Node { id: ID list(first: Int, by: By): String }
  type Other implements Node { id: ID list(first: Int): String }
  union Either = Thing | Other
  input By { name: String secret: String }
`);
const stages = createStages(schema);
const decideNodes = createDecideNodes(schema);

/** Response key, coordinate, effect and reason of each decision of its own. */
function decided(source: string, asked: Asked) {
  const { byNode } = decideNodes(stages.valid(source, asked));
  return [...byNode].map(
    ([node, { coordinate, decision }]) =>
      `${(node.alias ?? node.name).value}: ${coordinate} ${decision.effect} ${decision.reason}`,
  );
}

const SECRET = '{ find(by: { secret: "s" }) { id } }';
const UNMET = { ...DENY, reason: 'CONDITION_NOT_MET' };

test.each<readonly [string, string, Asked, readonly string[]]>([
  ['nothing where no input is restricted', SECRET, {}, []],
  [
    'nothing where no restricted input is used',
    '{ find(by: { name: "n" }) { id } }',
    { rules: { 'By.secret': DENY } },
    [],
  ],
  [
    'a denied input',
    SECRET,
    { rules: { 'By.secret': DENY } },
    ['find: By.secret deny MISSING_PERMISSION'],
  ],
  [
    'a hidden one',
    SECRET,
    { rules: { 'By.secret': HIDE } },
    ['find: By.secret hide MISSING_PERMISSION'],
  ],
  [
    'one behind a mask, which is denied',
    SECRET,
    { rules: { 'By.secret': MASK } },
    ['find: By.secret deny MISSING_PERMISSION'],
  ],
  [
    'the first of several',
    '{ find(by: { secret: "s" }, first: 3) { id } }',
    { rules: { 'By.secret': DENY, 'Query.find(first:)': HIDE, 'Query.find(by:)': ALLOW } },
    ['find: By.secret deny MISSING_PERMISSION'],
  ],
  [
    'a default',
    '{ find { id } }',
    { rules: { 'Query.find(first:)': DENY } },
    ['find: Query.find(first:) deny MISSING_PERMISSION'],
  ],
  [
    'an argument of one implementer, asked of the interface',
    '{ node { list(first: 3) } }',
    { rules: { 'Other.list(first:)': DENY } },
    ['list: Other.list(first:) deny MISSING_PERMISSION'],
  ],
  [
    'the first type it may run on that may not use its argument',
    '{ node { list(first: 3) } }',
    { rules: { 'Thing.list(first:)': HIDE, 'Other.list(first:)': DENY } },
    ['list: Thing.list(first:) hide MISSING_PERMISSION'],
  ],
  [
    'an argument where no input at all may be used',
    '{ find { id } plain }',
    { rules: Object.fromEntries(inputCoordinates(schema).map((each) => [each, DENY])) },
    ['find: Query.find(first:) deny MISSING_PERMISSION'],
  ],
  [
    'an argument in a fragment on a member of a union',
    '{ either { ...F } } fragment F on Thing { list(by: { secret: "s" }) }',
    { rules: { 'By.secret': DENY } },
    ['list: By.secret deny MISSING_PERMISSION'],
  ],
  [
    'a condition that is not met',
    '{ find { id } }',
    { rules: { 'Query.find': CONDITIONAL }, decideUse: () => UNMET },
    ['find: Query.find deny CONDITION_NOT_MET'],
  ],
  [
    'nothing of a condition that is met',
    '{ find { id } }',
    { rules: { 'Query.find': CONDITIONAL }, decideUse: () => ALLOW },
    [],
  ],
  [
    'an input before a condition',
    SECRET,
    {
      rules: { 'Query.find': CONDITIONAL, 'By.secret': DENY },
      decideUse: () => UNMET,
    },
    ['find: By.secret deny MISSING_PERMISSION'],
  ],
])('a field is decided apart for %s', (_, source, asked, expected) => {
  expect(decided(source, asked)).toEqual(expected);
});

test('a condition is asked about once for an operation, with what each field is called with', () => {
  const asked: unknown[] = [];
  const uses = decided('query ($n: Int) { a: find(first: $n) { id } b: find { id } plain }', {
    rules: { 'Query.find': CONDITIONAL },
    variables: { n: 3 },
    decideUse: (use) => {
      asked.push(use);
      return JSON.stringify(use).includes('10') ? UNMET : ALLOW;
    },
  });
  expect(asked).toHaveLength(2);
  expect(asked).toContainEqual({ coordinate: 'Query.find', arguments: { first: 3 } });
  expect(asked).toContainEqual({ coordinate: 'Query.find', arguments: { first: 10 } });
  expect(uses).toEqual(['b: Query.find deny CONDITION_NOT_MET']);
});

test('null for a variable with a default is no value a condition could be met by, and no fault', () => {
  const asked = {
    rules: { 'Query.page': CONDITIONAL },
    variables: { n: null },
    decideUse: (use: unknown) => (JSON.stringify(use).includes('"first"') ? ALLOW : UNMET),
  };
  expect(decided('query ($n: Int = 3) { page(first: $n) }', asked)).toEqual([
    'page: Query.page deny CONDITION_NOT_MET',
  ]);
});

test('where nothing depends on a condition the policy is not asked', () => {
  const decideUse = () => {
    throw new Error('it was asked');
  };
  const rules = { 'By.secret': DENY };
  const { byNode, asked } = decideNodes(
    stages.valid('{ plain find { id } }', { rules, decideUse }),
  );
  expect(byNode.size).toBe(0);
  expect(asked).toBeUndefined();
});

test('without a grant a condition that is met makes nothing milder than the table', () => {
  const rules = { 'Query.find': { ...DENY, depends_on: 'condition' } };
  const valid = stages.valid('{ find { id } }', { rules, decideUse: () => ALLOW });
  const { table, asked } = decideNodes(valid);
  expect(asked?.decisions).toMatchObject([{ effect: 'allow' }]);
  expect(table).toBe(valid.table);
});

const ELEVATABLE = { ...DENY, depends_on: 'elevation' };
const GRANT = { id: 'a-grant', permission: 'a-permission', until: new Date(1_000) };
const FIND = { coordinate: 'Query.find', arguments: { first: 10 } };
const LIST = { coordinate: 'Thing.list', arguments: {} };

test.each<readonly [string, Asked, readonly object[]]>([
  ['nothing without a grant', { rules: { 'Thing.list': ELEVATABLE } }, []],
  ['what a grant could open', { rules: { 'Thing.list': ELEVATABLE }, grants: [GRANT] }, [LIST]],
  [
    'that beside what has a condition',
    { rules: { 'Thing.list': ELEVATABLE, 'Query.find': CONDITIONAL }, grants: [GRANT] },
    [FIND, LIST],
  ],
  [
    'what has both once, as it is called',
    { rules: { 'Query.find': { ...DENY, depends_on: 'both' } }, grants: [GRANT] },
    [FIND],
  ],
])('the policy is asked about %s', (_, given, uses) => {
  const valid = stages.valid('{ find { list } }', { ...given, decideUse: () => ALLOW });
  const decided = decideNodes(valid);
  const asked = decided.asked?.question.uses ?? [];
  expect(asked).toEqual(uses);
  const effects = asked.map(({ coordinate }) => decided.table.decide(coordinate).effect);
  expect(effects).toEqual(uses.map(() => 'allow'));
});
