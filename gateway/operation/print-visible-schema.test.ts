import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { printVisibleSchema } from './print-visible-schema.ts';

test('the order in which a schema was built is not that of its text', () => {
  const one = buildSchema(`"The root." type Query { b(y: Int, x: Int): E a: I } enum E { Q P }
    interface I { id: ID } type B implements I { id: ID } type A implements I { id: ID }`);
  const other = buildSchema(`type A implements I { id: ID } type B implements I { id: ID }
    interface I { id: ID } enum E { P Q } "The root." type Query { a: I b(x: Int, y: Int): E }`);
  expect(printVisibleSchema(one)).toBe(printVisibleSchema(other));
  expect(printVisibleSchema(one)).toContain('"""The root."""\ntype Query');
});
