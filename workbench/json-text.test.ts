import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';

it('writes members on lines of their own, and lists on one line where they fit', () => {
  const long = Array.from({ length: 20 }, (_, index) => `coordinate${index}`);
  const text = jsonText({ a: { b: ['c', 'd'] }, long, none: {} });
  expect(text.split('\n').slice(0, 4)).toStrictEqual([
    '{',
    '  "a": {',
    '    "b": ["c", "d"]',
    '  },',
  ]);
  expect(text).toContain('\n  "long": [\n    "coordinate0",\n');
  expect(text).toContain('"none": {}');
  expect(JSON.parse(text)).toStrictEqual({ a: { b: ['c', 'd'] }, long, none: {} });
});

it('breaks a list when the comma behind it would not fit', () => {
  const list = ['x'.repeat(85)];
  expect(jsonText({ list }).split('\n')).toHaveLength(4);
  expect(jsonText({ list: ['x'.repeat(86)] }).split('\n')).toHaveLength(6);
});
