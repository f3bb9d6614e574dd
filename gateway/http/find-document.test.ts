import { expect, test } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import { idOf, indexOperations } from '../documents/index.ts';
import { openPolicy } from '../policy/index.ts';
import { askedDocument } from './find-document.ts';

const MINE = 'query Mine { bank { code } }';
const THEIRS = 'query Theirs { bank { code } }';
const PRINCIPAL = { subject: 's', role: 'R', bankId: bankIdOf('HB'), client: 'mine' };

const registered = (client: string, document: string, aliases: readonly string[] = []) =>
  ({
    client,
    document,
    aliases,
    id: idOf(document),
    name: 'Any',
    type: 'query',
    file: '',
  }) as const;

const documents = indexOperations([
  registered('mine', MINE, ['short', 'x-app:1']),
  registered('theirs', THEIRS, ['long']),
]);

function asked(sent: unknown, mode: 'any' | 'registered' = 'any') {
  const policy = { ...openPolicy(), documentsFor: () => ({ mode, rule: 'r' }) };
  const deps = { policy: () => policy, documents: () => documents };
  const { operation, registered: text, refusal } = askedDocument(deps, PRINCIPAL, sent);
  return { operation, text, code: refusal?.code };
}

const persisted = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });
const bare = (text: string) => idOf(text).replace('sha256:', '');

test.each<readonly [string, object]>([
  ['its own id', { documentId: idOf(MINE) }],
  ['its own id as APQ has it', { extensions: persisted(bare(MINE)) }],
  ['the same by GET', { extensions: JSON.stringify(persisted(bare(MINE))) }],
  ['a custom identifier', { documentId: 'short' }],
  ['a prefixed identifier', { documentId: 'x-app:1' }],
  ['its id, and no text', { documentId: idOf(MINE), query: null, extensions: null }],
])('a registered document is found by %s', (_, sent) => {
  expect(asked(sent)).toMatchObject({ text: MINE, code: undefined, operation: { source: MINE } });
});

test.each<readonly [string, unknown, string]>([
  ['an id nobody has', { documentId: idOf('{ a }') }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
  ['an id of another client', { documentId: idOf(THEIRS) }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
  ['an alias of another client', { documentId: 'long' }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
  ['an id in capitals', { documentId: idOf(MINE).toUpperCase() }, 'BAD_REQUEST'],
  ['an id of 63 digits', { documentId: idOf(MINE).slice(0, -1) }, 'BAD_REQUEST'],
  ['a reserved prefix', { documentId: 'md5:abc' }, 'BAD_REQUEST'],
  ['no text', { documentId: '' }, 'BAD_REQUEST'],
  ['a number', { documentId: 7 }, 'BAD_REQUEST'],
  ['two ids', { documentId: [idOf(MINE), idOf(MINE)] }, 'BAD_REQUEST'],
  ['an id of 257 characters', { documentId: 'a'.repeat(257) }, 'BAD_REQUEST'],
  ['an id with its text', { documentId: idOf(MINE), query: MINE }, 'BAD_REQUEST'],
  ['an id with a text of nothing', { documentId: idOf(MINE), query: '' }, 'BAD_REQUEST'],
  ['an id twice', { documentId: 'short', extensions: persisted('short') }, 'BAD_REQUEST'],
])('refused: %s', (_, sent, code) => {
  expect(asked(sent)).toMatchObject({ text: undefined, code });
});

test('what is not there and what is not theirs to ask are refused with the same words', () => {
  const deps = { policy: openPolicy, documents: () => documents };
  const [unknown, foreign] = [idOf('{ a }'), idOf(THEIRS)].map(
    (documentId) => askedDocument(deps, PRINCIPAL, { documentId }).refusal,
  );
  expect(unknown?.message).toBe(foreign?.message);
  expect(unknown?.details).toEqual(foreign?.details);
});

test.each<readonly [string, unknown, string, string | null]>([
  ['a body', { query: '{ a }', operationName: 'A' }, '{ a }', 'A'],
  ['a nameless one', { query: '{ a }' }, '{ a }', null],
  ['a text with its hash', { query: '{ a }', extensions: persisted('x') }, '{ a }', null],
  ['an unknown hash', { extensions: persisted('abc') }, 'abc', null],
  ['extensions that are no JSON', { query: '{ a }', extensions: '{' }, '{ a }', null],
  ['a text that is none', { query: 7 }, '', null],
  ['a batch', [{ query: '{ a }' }, { documentId: 'short' }], '', null],
  ['nothing', null, '', null],
])('Apollo Server is left to read %s', (_, sent, source, operationName) => {
  const operation = { source, operationName };
  expect(asked(sent)).toEqual({ operation, text: undefined, code: undefined });
});

test('who may ask registered documents only is not told which hashes others have sent', () => {
  const sent = { extensions: persisted('abc') };
  expect(asked(sent, 'registered').code).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
});
