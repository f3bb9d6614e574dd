import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { takenDown } from './taken-down.ts';

const schema = buildSchema(`
  type Query { maybe: Node must: Node! list: [Node!]! loose: [Node]! items: [Node!] deep: [[Node!]!]! x: Int }
  type Node { maybe: Node must: Node! list: [Node!]! loose: [Node]! items: [Node!] deep: [[Node!]!]! deepLoose: [[Node!]]! id: ID! x: Int }
`);

/** Types of the fields on a path from the root. */
function typesOn(path: readonly string[]) {
  return path.map((name, index) => {
    const type = schema.getType(index === 0 ? 'Query' : 'Node');
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new RangeError(`no field ${name}`);
    return field.type;
  });
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a field that may be null takes nothing along', 'maybe.x', []],
  ['one that may not takes its parent', 'maybe.id', ['maybe']],
  ['and that parent its own', 'maybe.must.id', ['maybe.must', 'maybe']],
  ['up to all of data', 'must.must.id', ['must.must', 'must', '']],
  ['a root field that may not be null takes data', 'must', ['']],
  ['an item of a list that may hold nulls is all that goes', 'maybe.loose.id', ['maybe.loose']],
  ['a list that may not hold nulls goes with its item', 'items.id', ['items']],
  ['a list that may not be null takes its parent too', 'maybe.list.id', ['maybe.list', 'maybe']],
  ['a list of lists likewise', 'maybe.deep.id', ['maybe.deep', 'maybe']],
  ['a list in a list that may hold nulls goes alone', 'maybe.deepLoose.id', ['maybe.deepLoose']],
];

test.each(cases)('%s: %s', (_name, path, expected) => {
  const keys = path.split('.');
  expect(takenDown(keys, typesOn(keys)).map((each) => each.join('.'))).toEqual(expected);
});

test('paths are those of the aliases asked for', () => {
  expect(takenDown(['a', 'b'], typesOn(['maybe', 'id']))).toEqual([['a']]);
});
