import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../lib/config/index.ts';
import { createLog } from '../../lib/log.ts';
import { idOf } from './document-id.ts';
import { holdDocuments } from './hold-documents.ts';
import { documentProblems, indexOperations } from './registered-documents.ts';

const apiSchema = buildSchema('type Query { a(n: Int!): Int }');
const log = createLog({ name: 'test', level: 'silent' });
const GOOD = 'query Good {\n  a(n: 1)\n}';
const GONE = 'query Gone {\n  b\n}';

const operation = (document: string, change: object = {}) => ({
  client: 'web',
  id: idOf(document),
  aliases: [] as readonly string[],
  name: 'Any',
  type: 'query' as const,
  document,
  file: 'web.json',
  ...change,
});
const sha256 = (text: string) => idOf(text).slice('sha256:'.length);

test('a client has what it registered and nothing of others', () => {
  const documents = indexOperations([operation(GOOD), operation(GONE, { client: 'app' })]);
  expect(documents.find('web', idOf(GOOD))?.document).toBe(GOOD);
  expect(documents.find('web', idOf(GONE))).toBeUndefined();
  expect(documents.find('__proto__', idOf(GOOD))).toBeUndefined();
  expect([documents.has('web', sha256(GOOD)), documents.has('app', sha256(GOOD))]).toEqual([
    true,
    false,
  ]);
});

test('an alias that is the hash of another text does not let that text pass', () => {
  const documents = indexOperations([operation(GOOD, { aliases: [sha256(GONE)] })]);
  expect(documents.find('web', sha256(GONE))?.document).toBe(GOOD);
  expect(documents.has('web', sha256(GONE))).toBe(false);
});

test('what does not fit the schema is told with the line of the document', () => {
  expect(documentProblems(apiSchema, [operation(GOOD), operation(GONE)])).toEqual([
    {
      file: 'web.json',
      operation: 'Any',
      what: 'Cannot query field "b" on type "Query". Did you mean "a"? (line 2)',
    },
  ]);
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-documents-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (...documents: readonly string[]) =>
  writeFile(
    join(folder, 'web.json'),
    JSON.stringify(Object.fromEntries(documents.map((each, index) => [`d${index}`, each]))),
  );

test('at the start nothing is served with a manifest that does not hold', async () => {
  await write(GOOD, GONE, '{');
  await expect(holdDocuments(folder, { apiSchema, log })).rejects.toThrow(ConfigError);
  await expect(holdDocuments(folder, { apiSchema, log })).rejects.toThrow(
    /^OPERATIONS_DIR: "[^"]+" can't be used:\n.*d2: its text is not GraphQL.*\n*.*Gone: Cannot query/s,
  );
  await expect(holdDocuments(join(folder, 'no'), { apiSchema, log })).rejects.toThrow(
    /OPERATIONS_DIR: got ".*no", which is no folder/,
  );
});

test('later the last good manifests stay', async () => {
  await write(GOOD);
  const holder = await holdDocuments(folder, { apiSchema, log });
  await write(GONE);
  await holder.reload();
  expect(holder.current().has('web', sha256(GOOD))).toBe(true);
  const other = 'query Other { a(n: 2) }';
  await write(other);
  await holder.reload();
  expect(holder.current().has('web', sha256(GOOD))).toBe(false);
  expect(holder.current().has('web', sha256(other))).toBe(true);
});

test('without a folder nobody has registered anything', async () => {
  const holder = await holdDocuments(undefined, { apiSchema, log });
  expect(holder.current().find('web', idOf(GOOD))).toBeUndefined();
});
