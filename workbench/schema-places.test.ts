import { expect, it } from 'vitest';
import { schemaPlace } from './schema-places.ts';

const SUBGRAPHS = [
  { name: 'first', sdl: 'type Other { Book: Int }' },
  {
    name: 'second',
    sdl: `type Book {
  title(
    "How long."
    length: Int
  ): String
}
extend type Book { price: Int }
interface Named { name: String }
input Filter {
  least: Int
}
enum Order {
  UP
}
union Any = Book
scalar Day`,
  },
];

it.each([
  ['Book', 1],
  ['Book.title', 2],
  ['Book.title(length:)', 4],
  ['Book.price', 7],
  ['Named.name', 8],
  ['Filter.least', 10],
  ['Order.UP', 13],
  ['Any', 15],
  ['Day', 16],
])('%s stands in line %i', (coordinate, line) => {
  expect(schemaPlace(SUBGRAPHS, coordinate)).toEqual({ file: 'schema/second.graphql', line });
});

it.each(['Book.pages', 'Book.title(width:)', 'Shelf', 'Any.title', 'Book.title.length', ''])(
  'there is no place for %s',
  (coordinate) => {
    expect(schemaPlace(SUBGRAPHS, coordinate)).toBeUndefined();
  },
);
