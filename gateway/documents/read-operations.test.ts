import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from './document-id.ts';
import { readOperations, readRegisteredOperations, sentenceOf } from './read-operations.ts';

const ONE = 'query One { bank { code } }';
const TWO = 'mutation Two { pay }';
const bare = (text: string) => idOf(text).slice('sha256:'.length);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'payscope-manifests-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with these files, JSON unless they are text. */
async function folderOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(root, 'f-'));
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const operation = (change: object = {}) => ({
  id: bare(ONE),
  name: 'One',
  type: 'query',
  body: ONE,
  ...change,
});
const apollo = (...operations: readonly object[]) => ({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations,
});

test('the identifier is the one of the example in the appendix', () => {
  const text = 'query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}';
  expect(idOf(text)).toBe(
    'sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
  );
});

const OTHER = 'f'.repeat(64);

test.each<readonly [string, unknown, readonly string[]]>([
  ['of Apollo', apollo(operation()), []],
  ['of Apollo with an id of its own normal form', apollo(operation({ id: OTHER })), [OTHER]],
  ['of Apollo with ids as here', apollo(operation({ id: idOf(ONE) })), []],
  ['of Apollo that names its client', apollo(operation({ clientName: 'web' })), []],
  ['of codegen', { [bare(ONE)]: ONE }, []],
  ['of codegen with SHA-1', { '2fd4e1c67a2d28fc': ONE }, ['2fd4e1c67a2d28fc']],
  ['with ids of a method of its own', { 'x-app:one': ONE }, ['x-app:one']],
])('reads a manifest %s', async (_, manifest, aliases) => {
  const folder = await folderOf({ 'web.json': manifest, 'README.md': '# not one' });
  expect(await readRegisteredOperations(folder)).toEqual([
    {
      client: 'web',
      id: idOf(ONE),
      aliases,
      name: 'One',
      type: 'query',
      document: ONE,
      file: join(folder, 'web.json'),
    },
  ]);
});

test('reads clients by name, and two may register the same', async () => {
  const folder = await folderOf({
    'web.json': { [bare(ONE)]: ONE },
    'https%3A%2F%2Fapp.test.json': { [bare(TWO)]: TWO, [bare(ONE)]: ONE },
  });
  const read = await readRegisteredOperations(folder);
  expect(read.map(({ client, name, type }) => `${client} ${name} ${type}`)).toEqual([
    'https://app.test Two mutation',
    'https://app.test One query',
    'web One query',
  ]);
});

test.each<readonly [string, unknown, string]>([
  ['no JSON', '{', 'web.json is not JSON'],
  ['a list', [], 'web.json is no JSON object'],
  ['null', 'null', 'web.json is no JSON object'],
  ['neither format', { a: { b: 1 } }, 'web.json is neither an Apollo manifest nor'],
  ['another version', { ...apollo(), version: 2 }, 'of version 1: version: '],
  ['another format', { ...apollo(), format: 'relay' }, 'of version 1: format: '],
  ['an operation without text', apollo({ ...operation(), body: undefined }), 'operations.0.body'],
  ['no GraphQL', { a: 'query {' }, 'web.json: a: its text is not GraphQL: Syntax Error'],
  ['no name', { a: '{ bank { code } }' }, 'web.json: a: its operation has no name'],
  ['two operations', { a: `${ONE} query B { b }` }, 'a: its text holds not exactly one operation'],
  ['a fragment alone', { a: 'fragment F on Bank { id }' }, 'holds not exactly one operation'],
  ['a subscription', { a: 'subscription S { s }' }, 'a: subscriptions are not served'],
  ['an id that is none', { 'a b': ONE }, '"a b" is no document identifier'],
  ['a reserved prefix', { 'md5:ab': ONE }, '"md5:ab" is no document identifier'],
  [
    'a false hash',
    { [idOf(TWO)]: ONE },
    `its id is not the SHA-256 of its text, which is ${idOf(ONE)}`,
  ],
  ['another name', apollo(operation({ name: 'Uno' })), 'web.json: Uno: its text names it One'],
  ['another type', apollo(operation({ type: 'mutation' })), 'One: its text is a query'],
  ['a foreign client', apollo(operation({ clientName: 'app' })), 'One: is for another client'],
  ['one text twice', { a: ONE, b: ONE }, `${idOf(ONE)} is there twice`],
  ['one id twice', apollo(operation(), operation({ id: 'a' })), 'is there twice'],
  [
    "an alias that is another's hash",
    apollo(operation(), operation({ id: bare(ONE), name: 'Two', type: 'mutation', body: TWO })),
    `Two: ${bare(ONE)} is there twice`,
  ],
])('refuses a manifest with %s', async (_, manifest, said) => {
  const folder = await folderOf({ 'web.json': manifest });
  const { operations, problems } = await readOperations(folder);
  expect(problems.map(sentenceOf).join('\n')).toContain(said);
  expect(operations.length + problems.length).toBeLessThanOrEqual(2);
  await expect(readRegisteredOperations(folder)).rejects.toThrow(said);
});

test.each(['a b.json', '%.json', 'a%20b.json', 'w%65b.json', '.json'])(
  'refuses a manifest that is named %s',
  async (name) => {
    const folder = await folderOf({ [name]: {} });
    const { problems } = await readOperations(folder);
    expect(problems.map(sentenceOf)).toEqual([`${join(folder, name)} is named like no client`]);
  },
);

test('the manifests of this repository are good', async () => {
  const read = await readRegisteredOperations('schema/operations');
  expect(new Set(read.map(({ client }) => client))).toEqual(
    new Set(['audit-console', 'dashboard', 'partner-ab', 'payment-feed']),
  );
  const page = await readFile('docs/operations.md', 'utf8');
  const asked = /"documentId": "([^"]+)"/.exec(page)?.[1];
  expect(read.find(({ id }) => id === asked)).toMatchObject({ name: 'MonthlyTotals' });
});
