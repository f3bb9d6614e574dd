import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coordinatesOf, hashCoordinates, permittedRoute } from './coordinates.ts';

const schema = buildSchema(`
  type Query { node(id: ID): Node  account: Account  anything: Thing }
  type Mutation { open(id: ID): Account }
  interface Node { id: ID }
  type Account implements Node { id: ID  owner(first: Int): Owner }
  type Owner implements Node { id: ID  name: String }
  union Thing = Account | Owner
`);

const of = (text: string) => coordinatesOf(schema, parse(text));

describe('the coordinates of a document', () => {
  it.each([
    ['a field and its argument', '{ node(id: 1) { id } }', 'Node.id Query.node Query.node(id:)'],
    ['an alias as the field it is for', '{ a: account { b: id } }', 'Account.id Query.account'],
    ['each once', '{ account { id id } b: account { id } }', 'Account.id Query.account'],
    ['no __typename', '{ __typename account { __typename } }', 'Query.account'],
    ['a condition by its type', '{ node { ... on Owner { name } } }', 'Owner.name Query.node'],
    [
      'a fragment, used or not',
      '{ account { ...F } } fragment F on Account { owner { id } }',
      'Account.owner Owner.id Query.account',
    ],
    [
      'a fragment without a condition',
      '{ account { ... @include(if: true) { id } } }',
      'Account.id Query.account',
    ],
    [
      'a mutation apart from a query',
      'mutation { open(id: 2) { id } }',
      'Account.id Mutation.open Mutation.open(id:)',
    ],
    [
      'entities by the types they are asked as, known to the schema or not',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Owner { name } } }',
      'Owner.name Query._entities Query._entities(representations:)',
    ],
  ])('are %s', (_what, text, expected) => {
    expect(of(text).join(' ')).toBe(expected);
  });

  it('do not depend on order, and have one hash', () => {
    const hash = hashCoordinates(of('{ account { id owner { name } } }'));
    expect(hashCoordinates(of('{ account { owner { name } id } }'))).toBe(hash);
    expect(hashCoordinates(of('{ account { owner { id name } id } }'))).not.toBe(hash);
    expect(hash).toMatch(/^[\w-]{43}$/);
  });

  it('are never those of a route', () => {
    expect(permittedRoute('POST', '/entries')).not.toBe(permittedRoute('GET', '/entries'));
    expect(permittedRoute('GET', '/grants')).not.toBe(hashCoordinates([]));
  });
});
