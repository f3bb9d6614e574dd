import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { estimateNodes } from './estimate-nodes.ts';

const schema = buildSchema(`
  scalar _Any
  union _Entity = Account | Payment
  type Query {
    bank: Bank
    payments(first: Int = 50): Payments
    unsized(first: Int): Payments
    _entities(representations: [_Any!]!): [_Entity]!
  }
  type Bank { id: ID code: String }
  type Payments { edges: [Payment!] }
  type Payment { id: ID account: Account }
  type Account { id: ID payments(first: Int = 50): Payments }
`);

const deep = (levels: number): string =>
  levels === 0 ? 'id' : `account { payments(first: 200) { edges { ${deep(levels - 1)} } } }`;
const doubling = Array.from(
  { length: 60 },
  (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`,
);

describe('the estimate of an operation', () => {
  it.each<[string, string, Record<string, unknown>, number]>([
    ['of leaves is nothing below the object', '{ bank { id code } }', {}, 1],
    ['multiplies by the page', '{ payments(first: 10) { edges { id } } }', {}, 20],
    ['takes the default of the schema', '{ payments { edges { id } } }', {}, 100],
    ['takes the usual page when there is none', '{ unsized { edges { id } } }', {}, 100],
    ['takes the usual page for null', '{ payments(first: null) { edges { id } } }', {}, 100],
    ['reads a variable', 'query($n: Int) { payments(first: $n) { edges { id } } }', { n: 7 }, 14],
    [
      "takes a variable's default",
      'query($n: Int = 3) { payments(first: $n) { edges { id } } }',
      {},
      6,
    ],
    ['does not fall for a negative page', '{ payments(first: -9) { edges { id } } }', {}, 2],
    ['stops at the largest page', '{ payments(first: 99999) { edges { id } } }', {}, 400],
    ['counts aliases', '{ a: bank { id } b: bank { id } }', {}, 2],
    [
      'looks into inline fragments',
      '{ ... { bank { id } } ... on Query { bank { code } } }',
      {},
      2,
    ],
    ['looks into fragments', '{ ...F } fragment F on Query { bank { id } }', {}, 1],
    [
      'counts representations',
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Payment { account { id } } } }',
      { r: [{}, {}, {}] },
      6,
    ],
    ['of introspection is left to validation', '{ __schema { types { name } } }', {}, 0],
    ['grows with each level', `{ payments(first: 200) { edges { ${deep(1)} } } }`, {}, 80_600],
    [
      'of spreads of spreads is quick',
      `{ ...f0 } ${doubling.join(' ')} fragment f60 on Query { bank { id } }`,
      {},
      2 ** 60,
    ],
  ])('%s', (_, text, variables, expected) => {
    const document = parse(text);
    expect(estimateNodes({ schema, document, operationName: null, variables })).toBe(expected);
  });

  it('is of the operation that is named', () => {
    const document = parse(
      'query A { bank { id } } query B { payments(first: 2) { edges { id } } }',
    );
    const of = (operationName: string) =>
      estimateNodes({ schema, document, operationName, variables: {} });
    expect([of('A'), of('B'), of('C')]).toEqual([1, 4, 0]);
  });
});
