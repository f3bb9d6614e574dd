import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf, operationOf } from '../../test/support/operations.ts';
import { cleanErrors } from './clean-errors.ts';

const document = parse('{ a { x: b } ...F } fragment F on Query { c }');
const operation = { operation: operationOf(document), fragments: fragmentsOf(document) };

function cleaned(error: GraphQLError) {
  const [only] = cleanErrors([error], operation, 'decision');
  return only?.toJSON();
}

const SECRET = 'connect ECONNREFUSED 10.0.0.1 as secret_user';

test.each([
  ['a fault', { code: 'INTERNAL_SERVER_ERROR' }, 'INTERNAL_SERVER_ERROR'],
  ['an unknown code', { code: 'THEIR_OWN', serviceName: 'facts' }, 'SUBGRAPH_UNAVAILABLE'],
  ['no code', {}, 'SUBGRAPH_UNAVAILABLE'],
  ['an operator code', { code: 'OVERLOADED', stacktrace: [SECRET] }, 'OVERLOADED'],
])('of %s a client sees one sentence and no more', (_, extensions, code) => {
  const shown = cleaned(new GraphQLError(SECRET, { extensions }));
  expect(JSON.stringify(shown)).not.toMatch(/secret|facts|ECONN/);
  expect(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', code]).toContain(
    shown?.extensions?.code,
  );
});

test("a client's own mistake keeps its message, hint and coordinate, and nothing else", () => {
  const extensions = {
    code: 'BAD_USER_INPUT',
    hint: 'h',
    coordinate: 'c',
    reasonCode: 'r',
    serviceName: 'facts',
    exception: SECRET,
  };
  const shown = cleaned(
    new GraphQLError('first takes 1 to 200.', { extensions, path: ['a', 0, 'x'] }),
  );
  expect(shown).toEqual({
    message: 'first takes 1 to 200.',
    path: ['a', 0, 'x'],
    extensions: {
      code: 'BAD_USER_INPUT',
      hint: 'h',
      coordinate: 'c',
      reasonCode: 'r',
      decisionId: 'decision',
    },
  });
});

test.each([
  [['a', 'x'], true],
  [['c'], true],
  [['a', 'b'], false],
  [['a', SECRET], false],
  [['__proto__'], false],
])('a path is kept only where the operation has its keys: %j', (path, isKept) => {
  expect(cleaned(new GraphQLError('x', { path }))?.path).toEqual(isKept ? path : undefined);
});
