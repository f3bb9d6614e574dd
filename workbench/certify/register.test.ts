import { expect, test } from 'vitest';
import { idOf, readManifestText } from '../../gateway/documents/index.ts';
import { register } from './register.ts';

const QUERIES = `
  query Two { account(id: 1) { ...Row } }
  query One { bank { code } }`;
const FRAGMENTS = 'fragment Row on Account { id } fragment Unused on Bank { id }';
const ONE = 'query One {\n  bank {\n    code\n  }\n}';

const sources = [
  { file: 'queries.graphql', text: QUERIES },
  { file: 'fragments.graphql', text: FRAGMENTS },
];

const operationsIn = (manifest: string) => {
  const { operations, problems } = readManifestText('web.json', 'web', manifest);
  expect(problems).toEqual([]);
  return operations;
};

test('each operation becomes a document with the fragments it needs, by name', () => {
  const { manifest, added } = register(sources, undefined);
  expect(added).toEqual(['Two', 'One']);
  const [one, two] = operationsIn(manifest);
  expect(one).toMatchObject({ name: 'One', id: idOf(ONE), document: ONE });
  expect(two?.document).toContain('fragment Row on Account');
  expect(manifest).not.toContain('Unused');
  expect(JSON.parse(manifest)).toMatchObject({ format: 'apollo-persisted-query-manifest' });
});

test('what is registered stays, and the same again adds nothing', () => {
  const first = register(sources, undefined).manifest;
  expect(register(sources, first)).toEqual({ manifest: first, added: [] });
  const changed = [{ file: 'q.graphql', text: 'query One { bank { id } }' }];
  const second = register(changed, first);
  expect(second.added).toEqual(['One']);
  expect(operationsIn(second.manifest).map(({ name }) => name)).toEqual(['One', 'One', 'Two']);
});

test("a manifest of codegen's stays one, with the ids it has", () => {
  const before = JSON.stringify({ 'sha1-of-old': 'query Old { a }' });
  const { manifest, added } = register([{ file: 'q', text: ONE }], before);
  expect(added).toEqual(['One']);
  expect(JSON.parse(manifest)).toEqual({
    'sha1-of-old': 'query Old { a }',
    [idOf(ONE).slice('sha256:'.length)]: ONE,
  });
});

test.each([
  ['no GraphQL', '{', /^q\.graphql is not GraphQL/],
  ['no name', '{ a }', /an operation has no name/],
  ['no operation', FRAGMENTS, /there is no operation to register/],
])('refused: %s', (_, text, message) => {
  expect(() => register([{ file: 'q.graphql', text }], undefined)).toThrow(message);
});

test('a manifest that can not be read is not written over', () => {
  expect(() => register(sources, '{')).toThrow(/the manifest is not JSON/);
});
