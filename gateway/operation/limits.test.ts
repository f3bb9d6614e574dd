import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { fragmentsOf } from '../../test/support/operations.ts';
import { type DocumentLimits, findExcess } from './limits.ts';
import { measure } from './measure.ts';
import { countOverlaps } from './overlaps.ts';

const ROOMY: DocumentLimits = {
  ...{ tokens: 15_000, depth: 50, aliases: 1_000, root_fields: 1_000 },
  ...{ directives: 1_000, fields: 5_000, introspection_depth: 10 },
};

function measured(text: string) {
  const document = parse(text);
  return measure(document, fragmentsOf(document));
}

function excess(text: string, limits: Partial<DocumentLimits> = {}) {
  const document = parse(text);
  return findExcess(document, fragmentsOf(document), { ...ROOMY, ...limits });
}

/** n fragments, each spreading the next twice: 2^n fields. */
function bomb(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const next = level + 1 === levels ? 'a: id b: id' : `...F${level + 1} ...F${level + 1}`;
    return `fragment F${level} on Account { ${next} }`;
  });
  return `{ list { ...F0 } } ${fragments.join(' ')}`;
}

describe('a document is measured with its fragments expanded:', () => {
  test.each([
    ['fields', '{ list { id } }', { fields: 2, depth: 2, rootFields: 1 }],
    [
      'as often as they are spread',
      '{ list { ...F ...F } } fragment F on A { id }',
      { fields: 3, depth: 2 },
    ],
    ['2^40 of them', bomb(40), { fields: 2 ** 40 + 1, aliases: 2 ** 40 }],
    [
      'depth, through every kind of selection',
      '{ a { ... { b { ...F } } } } fragment F on A { c { d } }',
      { depth: 4 },
    ],
    [
      'aliases and root fields of a fragment',
      '{ ...F } fragment F on Query { x: a y: a a }',
      { aliases: 2, rootFields: 3 },
    ],
    [
      'directives wherever they stand',
      'query ($v: Int @d) @d { a @d ... @d { b } ...F @d } fragment F on Query @d { c }',
      { directives: 6 },
    ],
    [
      'every operation',
      'query A { a b } query B { c { d } }',
      { fields: 4, depth: 2, rootFields: 2 },
    ],
    ['a fragment nothing spreads', '{ a } fragment F on A { b c d }', { fields: 1, selections: 3 }],
    [
      'the largest fragment beside the operation',
      '{ a b c } fragment F on A { b c }',
      { fields: 3, selections: 3, definitions: 2 },
    ],
    ['a definition nothing runs', '{ a } type A { b: Int }', { fields: 1, definitions: 2 }],
    ['inline fragments as selections', '{ ... { ... { a } } }', { fields: 1, selections: 3 }],
    [
      'ordinary fields named like introspection',
      '{ fields { types { args } } }',
      { introspectionDepth: 0 },
    ],
    [
      'introspection lists inside one another',
      '{ a __schema { types { kind fields { args { name } } } } }',
      { introspectionDepth: 3 },
    ],
    [
      'introspection through fragments',
      '{ __type(name: "A") { ...T } } fragment T on __Type { fields { type { fields { name } } } }',
      { introspectionDepth: 2 },
    ],
  ])('%s', (_, text, expected) => {
    expect(measured(text)).toMatchObject(expected);
  });

  test.each([
    ['itself', '{ a { ...F } } fragment F on A { ...F }', 'F'],
    ['a ring', '{ ...F } fragment F on Q { a { ...G } } fragment G on Q { ... { ...F } }', 'F'],
    ['where nothing spreads it', '{ a } fragment F on A { ...F ...F }', 'F'],
  ])('a fragment that spreads %s is named', (_, text, circular) => {
    expect(measured(text)).toStrictEqual({ circular });
  });
});

test.each([
  ['what a parser leaves out', 'query ($v: Int) { a { b ...F ...Nowhere } } fragment F on A { c }'],
  ['no operation', 'fragment F on A { ...Nowhere }'],
  ['no variables', '{ a { b } }'],
])('a document is measured that has %s', (_, text) => {
  const document = parse(text, { noLocation: true });
  // Made by hand, nodes have no lists for what they have none of.
  const bare: typeof document = JSON.parse(JSON.stringify(document), (_key, value) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  );
  expect(measure(bare, fragmentsOf(bare))).toEqual(measure(document, fragmentsOf(document)));
  expect(measure(bare, fragmentsOf(bare))).not.toHaveProperty('circular');
  expect(findExcess(bare, fragmentsOf(bare), ROOMY)).toBeUndefined();
});

describe('the first limit exceeded is told, with what it is and what the document has:', () => {
  test.each([
    ['tokens', '{ a b c }', { tokens: 4 }, 5],
    ['tokens', '{ a b c d e f g }', { tokens: 4 }, 5],
    ['tokens', '#\n#\n#\n{ a }', { tokens: 5 }, 6],
    ['depth', '{ a { b { c } } }', { depth: 2 }, 3],
    ['aliases', '{ x: a y: b }', { aliases: 1 }, 2],
    ['root_fields', '{ a b c }', { root_fields: 2 }, 3],
    ['directives', '{ a @x @y }', { directives: 1 }, 2],
    ['fields', bomb(9), { fields: 500 }, 2 ** 9 + 1],
    [
      'introspection_depth',
      '{ __schema { types { fields { name } } } }',
      { introspection_depth: 1 },
      2,
    ],
  ])('%s', (limit, text, limits, actual) => {
    expect(excess(text, limits)).toMatchObject({ limit, actual });
    const max = Object.values(limits)[0] ?? 0;
    expect(
      excess(text, Object.fromEntries(Object.keys(limits).map((name) => [name, 2 ** 31]))),
    ).toBe(undefined);
    expect(excess(text, limits)?.max).toBe(max);
  });

  test.each([
    ['definitions', 'query A { a } '.replace('A', 'A0') + 'fragment F on A { a } '.repeat(300)],
    [
      'selections',
      `{ x { ${'...F '.repeat(30)} } } fragment F on Q { ${'... { ... { a } } '.repeat(150)} }`,
    ],
    ['overlaps', `{ ${'a '.repeat(220)} }`],
  ])('%s, for every role', (limit, text) => {
    expect(excess(text)).toMatchObject({ limit });
  });
});

/** Repeats of fields that make so many pairs, largest group first. */
const repeats = (...counts: readonly number[]) =>
  `{ ${counts.map((count, index) => `f${index} `.repeat(count)).join('')} }`;

test.each<readonly [string, string, Partial<DocumentLimits>]>([
  ['tokens', '{ a b c }', { tokens: 5 }],
  ['depth', '{ a { b } }', { depth: 2 }],
  ['aliases', '{ x: a y: b }', { aliases: 2 }],
  ['root fields', '{ a b }', { root_fields: 2 }],
  ['directives', '{ a @x @y }', { directives: 2 }],
  ['fields', '{ a { b } }', { fields: 2 }],
  ['introspection', '{ __schema { types { name } } }', { introspection_depth: 1 }],
  ['definitions', `query A { a } ${'fragment F on A { a } '.repeat(299)}`, {}],
  [
    'selections',
    `{ x { ${'...F '.repeat(99)} } } fragment F on Q { ${'... { a } '.repeat(50)} }`,
    {},
  ],
  ['overlaps', repeats(200, 14, 4, 3), {}],
])('exactly as much as a limit is not too much: %s', (_, text, limits) => {
  expect(excess(text, limits)).toBeUndefined();
});

test('one more than that is', () => {
  expect(excess(repeats(200, 14, 4, 3, 2))).toEqual({
    ...{ limit: 'overlaps', max: 20_000, actual: 20_001 },
  });
});

test('a fragment that goes round is told instead, whatever the limits', () => {
  const text = '{ a { ...F } } fragment F on A { b { ...F ...F } }';
  expect(excess(text)).toMatchObject({ limit: 'circular', fragment: 'F' });
});

describe('selections that must be compared are counted:', () => {
  test.each([
    ['none where keys differ', '{ a b: a c }', 0],
    ['each pair under one key', '{ a a a a }', 6],
    ['in fragments too', '{ a ... { a } ...F } fragment F on Q { a }', 3],
    ['fragments side by side', '{ ...F ...G } fragment F on Q { a } fragment G on Q { b }', 1],
    ['again inside those that meet', '{ a { b } a { b } }', 2],
    ['once inside a field that meets no other', '{ a { b b } }', 1],
    ['nowhere in a fragment nobody defines', '{ ...F ...G }', 1],
    ['in a set nothing runs', '{ a } fragment F on Q { a a }', 1],
  ])('%s', (_, text, pairs) => {
    const document = parse(text);
    expect(countOverlaps(document, fragmentsOf(document), 1_000)).toBe(pairs);
  });

  test.each([
    ['the sets that come later', '{ a { x x x } b { x x x } c { x x x } }', 2, 3],
    ['unless no more than asked was found', '{ a { x x x } b { x x x } c { x x x } }', 3, 6],
    ['the keys that come later', '{ a a a b b b }', 2, 3],
    ['unless no more was found', '{ a a a b b b }', 3, 6],
    ['what earlier sets have left', '{ a { x x } b { y y y z z z } }', 3, 4],
    ['what is inside', '{ a { x x x } a { y y y z z z } }', 2, 4],
    ['what earlier keys have left', '{ a { x x } a { y y z z z } }', 1, 2],
  ])('no further than asked: %s', (_, text, max, pairs) => {
    expect(countOverlaps(parse(text), new Map(), max)).toBe(pairs);
  });

  test('no further than asked, of very many', () => {
    const document = parse(`{ ${'a { b } '.repeat(2_000)} }`);
    expect(countOverlaps(document, new Map(), 100)).toBe(1_999_000);
  });
});
