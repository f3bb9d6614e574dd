import { type FragmentDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { dropUnusedDefinitions } from './unused.ts';

function used(text: string): string {
  const document = parse(text);
  const fragments: readonly FragmentDefinitionNode[] = [...fragmentsOf(document).values()];
  const { document: kept, operation } = dropUnusedDefinitions(operationOf(document), fragments);
  expect(kept.definitions[0]).toBe(operation);
  return print(kept);
}

const F = 'fragment F on Q { a }';

test.each([
  ['nothing of what is used', `query ($v: Int) { a(v: $v) ...F } ${F}`, undefined],
  ['a fragment nothing spreads', `{ a } ${F}`, '{ a }'],
  ['a fragment only an unused one spreads', `{ a } fragment G on Q { ...F } ${F}`, '{ a }'],
  [
    'a variable nothing uses',
    'query ($v: Int, $w: Int) { a(w: $w) }',
    'query ($w: Int) { a(w: $w) }',
  ],
  [
    'a variable only an unused fragment uses',
    'query ($v: Int) { a } fragment G on Q { a(v: $v) }',
    '{ a }',
  ],
  ['no fragment of a fragment', `{ ...G } fragment G on Q { ...F } ${F}`, undefined],
  ['no variable of a fragment', 'query ($v: Int) { ...G } fragment G on Q { a(v: $v) }', undefined],
  ['no variable of a directive', 'query ($v: Boolean!) { a @skip(if: $v) }', undefined],
  ['no variable inside a value', 'query ($v: Int) { a(v: [{ v: $v }]) }', undefined],
  ['nothing twice', `{ ...F ...F b { ...F } } ${F}`, undefined],
  ['nothing of a circle', 'query { ...G } fragment G on Q { a ...G }', undefined],
  ['spreads that lead nowhere neither', '{ a ...Nowhere }', undefined],
])('what is dropped: %s', (_, text, expected) => {
  expect(used(text)).toBe(print(parse(expected ?? text)));
});

test('an operation made without a list of variables has none', () => {
  const { variableDefinitions: _, ...bare } = operationOf(parse('{ a }'));
  expect(print(dropUnusedDefinitions(bare, []).document)).toBe(print(parse('{ a }')));
});
