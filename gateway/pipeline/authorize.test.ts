import { buildSchema, parse as parseDocument, print } from 'graphql';
import { expect, test } from 'vitest';
import { createStages, DENY, HIDE, MASK, type Rules } from '../../test/support/stages.ts';
import type { AccessTable } from '../policy/index.ts';
import { authorize } from './authorize.ts';
import { OperationRefused } from './refuse.ts';
import type { AuthorizedDocument, DeniedMode } from './types.ts';

const schema = buildSchema(`
  type Query { thing: Thing node: Node either: [Either] first: String second: String find(by: By): Thing }
  type Mutation { change: Thing other: Thing }
  interface Node { id: ID secret: String }
  type Thing implements Node { id: ID secret: String name: String born: String must: String! }
  type Other implements Node { id: ID secret: String }
  union Either = Thing | Other
  input By { name: String secret: String }
`);
const stages = createStages(schema);

const TYPE = '__payscope_typename: __typename';

test.each<readonly [string, string, Rules, string, Partial<AuthorizedDocument>]>([
  [
    'as it is',
    '{ node { id } }',
    {},
    '{ node { id } }',
    { isRestricted: false, isReworded: false, introspects: false },
  ],
  [
    'without what is denied',
    '{ thing { id secret } node { id } }',
    { 'Thing.secret': DENY },
    `{ thing { id } node { id ${TYPE} } }`,
    { isRestricted: true },
  ],
  [
    'without what is hidden',
    '{ thing { id secret } }',
    { 'Thing.secret': HIDE },
    '{ thing { id } }',
    { isRestricted: true },
  ],
  [
    'with what is masked',
    '{ thing { born } node { id } }',
    { 'Thing.born': MASK },
    `{ thing { born } node { id ${TYPE} } }`,
    { isRestricted: true },
  ],
  [
    'with types where one may not be shown',
    '{ either { ... on Thing { id } } }',
    { Other: DENY },
    `{ either { ... on Thing { id } ${TYPE} } }`,
    { isRestricted: true },
  ],
  [
    'with types beside introspection',
    '{ __schema { description } node { id } }',
    {},
    `{ node { id ${TYPE} } }`,
    { isRestricted: false, introspects: true },
  ],
  [
    'with types where a response key is changed',
    '{ thing { id: name } node { id } }',
    {},
    `{ thing { __payscope_as_id: name } node { id ${TYPE} } }`,
    { isRestricted: false, isReworded: true },
  ],
  [
    'under other aliases as they are',
    '{ thing { mine: name } node { id } }',
    {},
    '{ thing { mine: name } node { id } }',
    { isReworded: false },
  ],
  [
    'with types where nothing is left of a selection',
    '{ thing { ... on Other { id } } node { id } }',
    {},
    `{ thing { ${TYPE} } node { id ${TYPE} } }`,
    { isRestricted: false, isReworded: true },
  ],
])('an operation is fetched %s', (_, source, rules, text, flags) => {
  const { authorized } = authorize(stages.deps(), stages.valid(source, { rules }));
  expect(authorized.text).toBe(print(parseDocument(text)));
  expect(authorized.document && print(authorized.document)).toBe(authorized.text);
  expect(authorized).toMatchObject(flags);
});

test('of an operation that is denied whole nothing is fetched', () => {
  const { authorized } = authorize(
    stages.deps(),
    stages.valid('{ first }', { rules: { 'Query.first': DENY } }),
  );
  expect(authorized).toMatchObject({ text: '', document: undefined, isRestricted: true });
});

test('what is left of a document is kept by table and operation', () => {
  const deps = stages.deps();
  const source = 'query A { first thing { secret } } query B { second }';
  const [open, strict] = [stages.tableOf({}), stages.tableOf({ 'Thing.secret': DENY })];
  const run = (table: AccessTable, operationName: string, of = source) =>
    authorize(deps, stages.valid(of, { table, operationName })).authorized;
  const first = run(open, 'A');
  expect(run(open, 'A')).toBe(first);
  expect(run(open, 'B').text).toContain('second');
  expect(run(strict, 'A').text).not.toContain('secret');
  expect(run(open, 'A', source.replace('first', 'second')).text).toContain('second');
  expect(run(open, 'A')).toBe(first);
});

test('what depends on variables is decided anew, and not kept', () => {
  const deps = stages.deps();
  const table = stages.tableOf({ 'By.secret': DENY });
  const run = (by: object) =>
    authorize(
      deps,
      stages.valid('query ($by: By) { find(by: $by) { id } }', { table, variables: { by } }),
    ).authorized;
  expect(run({ secret: 's' })).toMatchObject({ text: '', isRestricted: true });
  expect(run({ name: 'n' })).toMatchObject({ isRestricted: false });
  expect(run({ secret: 's' }).text).toBe('');
});

test('mode reject refuses with every denial, each coordinate once for the trail', () => {
  const rules = { 'Thing.secret': DENY, 'Query.first': DENY };
  const source = '{ thing { secret again: secret } first }';
  const run = (mode: DeniedMode) => authorize(stages.deps(), stages.valid(source, { rules, mode }));
  const refused = (() => {
    try {
      return run('reject');
    } catch (thrown) {
      return thrown;
    }
  })();
  if (!(refused instanceof OperationRefused)) throw new Error('it was not refused');
  expect(refused).toMatchObject({
    code: 'UNAUTHORIZED_FIELD_OR_TYPE',
    withheld: ['Query.first', 'Thing.secret'],
  });
  expect(refused.errors.map(({ path }) => path?.join('.'))).toEqual([
    'thing.secret',
    'thing.again',
    'first',
  ]);
  expect(run('partial').authorized.isRestricted).toBe(true);
  expect(run('filter').authorized.isRestricted).toBe(true);
});

test('mode reject lets a mask pass, which denies nothing', () => {
  const asked = { rules: { 'Thing.born': MASK }, mode: 'reject' } as const;
  expect(
    authorize(stages.deps(), stages.valid('{ thing { born } }', asked)).authorized.isRestricted,
  ).toBe(true);
});
