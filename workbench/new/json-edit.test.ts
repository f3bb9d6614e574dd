import { expect, it } from 'vitest';
import { withItem, withMember } from './json-edit.ts';

const FILE = `{
  "b:read": { "description": "B.", "without": "deny" },

  "d:read": {
    "description": "D.",
    "without": "deny"
  }
}
`;
const ENTRY = { description: 'New.', without: 'hide' };

it.each([
  [
    'before all',
    'a:read',
    '{\n  "a:read": { "description": "New.", "without": "hide" },\n  "b:read"',
  ],
  [
    'between',
    'c:read',
    '\n\n  "c:read": { "description": "New.", "without": "hide" },\n  "d:read"',
  ],
  ['after all', 'e:read', '  },\n  "e:read": { "description": "New.", "without": "hide" }\n}\n'],
])('a member is put in its place, %s, and nothing else changes', (_where, name, part) => {
  const text = withMember(FILE, [], name, ENTRY);
  expect(text).toContain(part);
  const written = `"${name}": { "description": "New.", "without": "hide" }`;
  expect(text.replace(new RegExp(`(,\\n  )?${written}(,\\n  )?`), '')).toBe(FILE);
  expect(JSON.parse(text)).toEqual({ ...JSON.parse(FILE), [name]: ENTRY });
});

it.each([
  ['an empty object', '{}\n', [], 'a', 1, '{\n  "a": 1\n}\n'],
  [
    'an object inside',
    '{\n  "rules": {\n    "a": 1\n  }\n}\n',
    ['rules'],
    'b',
    2,
    '{\n  "rules": {\n    "a": 1,\n    "b": 2\n  }\n}\n',
  ],
  [
    'a value too long for one line, over several',
    '{}',
    [],
    'a',
    { description: 'x'.repeat(90), without: 'deny' },
    `{\n  "a": {\n    "description": "${'x'.repeat(90)}",\n    "without": "deny"\n  }\n}`,
  ],
  [
    'a list of short values, on one line',
    '{}',
    [],
    'A',
    { permissions: ['a', 'b'] },
    '{\n  "A": {\n    "permissions": ["a", "b"]\n  }\n}',
  ],
])('takes %s', (_what, text, path, name, value, expected) => {
  expect(withMember(text, path, name, value)).toBe(expected);
});

const LONG = Array.from({ length: 12 }, (_, index) => `permission:${index}`);

it.each([
  [
    'on its line',
    '{\n  "A": {\n    "p": ["a"]\n  }\n}\n',
    '{\n  "A": {\n    "p": ["a", "z"]\n  }\n}\n',
  ],
  [
    'on a line of its own',
    '{\n  "A": {\n    "p": [\n      "a"\n    ]\n  }\n}\n',
    '{\n  "A": {\n    "p": [\n      "a",\n      "z"\n    ]\n  }\n}\n',
  ],
  [
    'over several lines once one is full',
    `{\n  "A": {\n    "p": ${JSON.stringify(LONG).replaceAll(',', ', ')}\n  }\n}\n`,
    `{\n  "A": {\n    "p": [\n${[...LONG, 'z'].map((each) => `      "${each}"`).join(',\n')}\n    ]\n  }\n}\n`,
  ],
])('an item is added %s', (_where, text, expected) => {
  expect(withItem(text, ['A', 'p'], 'z')).toBe(expected);
});

it('an object is added to a list of objects', () => {
  const text =
    '{\n  "rules": {\n    "A.b": [\n      {\n        "kind": "x"\n      }\n    ]\n  }\n}\n';
  const added = withItem(text, ['rules', 'A.b'], { kind: 'y', values: [1] });
  expect(added).toContain(
    '\n      },\n      {\n        "kind": "y",\n        "values": [1]\n      }\n    ]',
  );
  expect(added.startsWith(text.slice(0, text.indexOf('\n      }\n')))).toBe(true);
});
