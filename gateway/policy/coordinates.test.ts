import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { decidedCoordinates, isOfFeature } from './coordinates.ts';

describe('decided are', () => {
  it('types, fields, arguments, input fields and enum values, sorted', () => {
    const schema = buildSchema(`
      type Query { list(first: Int, by: Order): [Item!]! }
      interface Item { name(of: Filter): Name }
      type Book implements Item { name(of: Filter): Name }
      union Either = Book
      enum Order { UP DOWN }
      input Filter { from: Int }
      scalar Name`);
    const builtIn = new Set(['Boolean', 'Int', 'String']);
    expect(decidedCoordinates(schema).filter((each) => !builtIn.has(each))).toStrictEqual([
      ...['Book', 'Book.name', 'Book.name(of:)', 'Either', 'Filter', 'Filter.from'],
      ...['Item', 'Item.name', 'Item.name(of:)', 'Name', 'Order', 'Order.DOWN', 'Order.UP'],
      ...['Query', 'Query.list', 'Query.list(by:)', 'Query.list(first:)'],
    ]);
  });

  it('scalars that are used, and nothing of introspection', () => {
    const coordinates = decidedCoordinates(buildSchema('type Query { a: Int }'));
    expect(coordinates).toContain('Int');
    expect(coordinates.filter((each) => each.startsWith('__'))).toStrictEqual([]);
  });

  it('no types that only specifications use', () => {
    const schema = buildSchema('type Query { a: Int } scalar link__Import enum join__Graph { A }');
    expect(decidedCoordinates(schema).filter((each) => each.includes('__'))).toStrictEqual([]);
  });
});

describe('a type of a specification', () => {
  it.each(['join__Graph', 'join__Graph.A', 'policy__Policy', 'requiresScopes__Scope'])(
    'is known by its prefix: %s',
    (coordinate) => {
      expect(isOfFeature(coordinate)).toBe(true);
    },
  );

  it.each(['Payment', 'my_join__Graph', 'join_Graph', 'joined__Graph', 'Query.join__graph'])(
    'is not mistaken for one of the schema itself: %s',
    (coordinate) => {
      expect(isOfFeature(coordinate)).toBe(false);
    },
  );
});
