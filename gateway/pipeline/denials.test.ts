import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createStages, DENY, HIDE, MASK } from '../../test/support/stages.ts';
import { denialError, denialsOf } from './denials.ts';

const schema = buildSchema(`
  type Query { thing: Thing node: Node list: [Node] first: String }
  interface Node { id: ID secret: String }
  type Thing implements Node { id: ID secret: String born: String inner: Thing }
  type Other implements Node { id: ID secret: String }
`);
const stages = createStages(schema);

const rules = {
  ...{ 'Query.first': DENY, 'Thing.secret': DENY, 'Thing.born': MASK },
  ...{ 'Thing.inner': HIDE, 'Other.secret': DENY },
};

test.each<readonly [string, string, readonly string[]]>([
  ['none where nothing is denied', '{ thing { id born } }', []],
  ['one at its path', '{ thing { id secret } }', ['thing.secret Thing.secret']],
  ['each alias', '{ a: first b: first }', ['a Query.first', 'b Query.first']],
  [
    'each type behind an interface',
    '{ list { secret } }',
    ['list.secret Thing.secret', 'list.secret Other.secret'],
  ],
  ['one per path and coordinate', '{ thing { secret secret } }', ['thing.secret Thing.secret']],
  ['none below another', '{ thing { inner { secret } } }', ['thing.inner Thing.inner']],
  ['none of what is skipped', '{ first @skip(if: true) }', []],
])('denials are known before anything ran: %s', (_, source, expected) => {
  const denials = denialsOf(schema, stages.valid(source, { rules }), new Map());
  expect(denials.map(({ path, coordinate }) => `${path.join('.')} ${coordinate}`)).toEqual(
    expected,
  );
});

test('a denial is told with its path, coordinate, reason and decision id', () => {
  const denial = {
    path: ['thing', 0],
    coordinate: 'Thing.secret',
    reasonCode: 'MISSING_PERMISSION',
  };
  const error = denialError(denial, 'the-id');
  expect(error.path).toEqual(['thing', 0]);
  expect(error.extensions).toMatchObject({
    code: 'UNAUTHORIZED_FIELD_OR_TYPE',
    coordinate: 'Thing.secret',
    reasonCode: 'MISSING_PERMISSION',
    decisionId: 'the-id',
  });
});

test('the hint of a condition that is not met is another than that of a permission', () => {
  const hintOf = (reasonCode: string) =>
    denialError({ path: [], coordinate: 'Thing.secret', reasonCode }, 'id').extensions.hint;
  expect(hintOf('MISSING_PERMISSION')).toBe(hintOf('UNKNOWN_ROLE'));
  expect(hintOf('CONDITION_NOT_MET')).not.toBe(hintOf('MISSING_PERMISSION'));
  expect(String(hintOf('MISSING_PERMISSION'))).toContain('decision id');
});
