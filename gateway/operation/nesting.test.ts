import { expect, test } from 'vitest';
import { excessOfValue, isDocumentDeeperThan, sizeOfJson } from './nesting.ts';

test.each<readonly [string, string, number]>([
  ['no brackets', 'query', 0],
  ['braces', '{ a { b { c } } }', 3],
  ['brackets', '[[[]]]', 3],
  ['parentheses', '((()))', 3],
  ['brackets of every kind inside one another', '{ a(b: [1]) }', 3],
  ['brackets side by side', '{} {} [] [] () ()', 1],
  ['what comes last', '{} {{}}', 2],
  ['a comment', '{ # {{{ "\n { }', 2],
  ['a comment that ends with a carriage return', '{ # {{{\r { }', 2],
  ['a comment at the end', '{ a } # {{{', 1],
  ['a string', '{ a(b: "{{{") }', 2],
  ['an empty string', '{ a(b: "") { c { d } } }', 3],
  ['an escaped quote', '{ a(b: "\\"{{{") }', 2],
  ['an escaped backslash before the quote', '{ a(b: "\\\\") { c { d } } }', 3],
  ['a hash in a string', '{ a(b: "#") { c { d } } }', 3],
  ['a string that is not closed', '{ "{{{', 1],
  ['a string that a line feed ends', '{ "{{{\n { {', 3],
  ['a string that a carriage return ends', '{ "{{{\r { {', 3],
  ['a block string', '{ a(b: """{{{""") }', 2],
  ['a block string at the start', '"""{{{""" { a }', 1],
  ['a block string over lines', '"""\n{{{\n""" { a { b } }', 2],
  ['quotes in a block string', '"""{ "{{" {""" { a }', 1],
  ['an escaped end of a block string', '"""{ \\"""{{{""" { a }', 1],
  ['a block string that is not closed', '{ """{{{', 1],
])('a document is as deep as its brackets nest: %s', (_, source, depth) => {
  expect(isDocumentDeeperThan(source, depth)).toBe(false);
  expect(isDocumentDeeperThan(source, depth - 1)).toBe(true);
});

const MAX = { depth: 3, members: 2 };

test.each<readonly [string, unknown, string | undefined]>([
  ['a leaf', 1, undefined],
  ['null', null, undefined],
  ['all there may be', { a: [{ b: 1, c: 2 }], d: 1 }, undefined],
  ['a level more', { a: [{ b: [] }] }, 'depth'],
  ['a member more', { a: [{ b: 1, c: 2, d: 3 }] }, 'members'],
  ['a member more at the top', { a: 1, b: 2, c: 3 }, 'members'],
  ['a long list', { a: Array.from({ length: 1_000 }, () => 1) }, undefined],
  ['100,000 levels', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)), 'depth'],
])('variables of %s', (_, value, expected) => {
  expect(excessOfValue(value, MAX)).toBe(expected);
});

test.each([
  ['levels and values', '{"a":[1,2,{"b":3}],"c":4}', { depth: 3, values: 4 }],
  ['no brackets in text', '{"[\\"[":"[,["}', { depth: 1, values: 1 }],
  ['lists apart', '[[],[],[]]', { depth: 2, values: 3 }],
  ['objects apart', '[{},{},{}]', { depth: 2, values: 3 }],
  ['the deepest, not the last', '[[[]],[]]', { depth: 3, values: 2 }],
])('JSON is measured: %s', (_, text, expected) => {
  expect(sizeOfJson(text, { depth: 100, values: 100 })).toStrictEqual(expected);
});

test('JSON is measured no further than asked', () => {
  expect(sizeOfJson('['.repeat(1_000), { depth: 5, values: 9 })).toMatchObject({ depth: 6 });
  expect(sizeOfJson(`[${'1,'.repeat(1_000)}`, { depth: 5, values: 9 })).toMatchObject({
    values: 10,
  });
});
