import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocuments } from './documents.ts';

const documents = createDocuments(buildSchema('type Query { a: Query b: Int }'));

describe('documents', () => {
  it('are parsed and validated once for the same text', () => {
    const first = documents('{ a { b } }');
    const second = documents('{ a { b } }');
    expect(first.kind).toBe('valid');
    expect(second).toMatchObject({ document: first.kind === 'valid' && first.document });
  });

  it.each([
    ['text that is no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
    ['no text', '', 'GRAPHQL_PARSE_FAILED'],
    ['more tokens than the parser takes', `{ ${'b '.repeat(20_001)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ c }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no operation to run', 'type A { b: Int }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('are refused for %s', (_, text, code) => {
    expect(documents(text)).toMatchObject({ kind: 'invalid', code });
  });

  it('nested as deep as their tokens allow are answered, not crashed on', () => {
    const depth = 9_000;
    const result = documents(`${'{ a '.repeat(depth)}{ b }${' }'.repeat(depth)}`);
    expect(['valid', 'invalid']).toContain(result.kind);
  });

  it('with very many errors report a bounded number', () => {
    const result = documents(`{ ${Array.from({ length: 500 }, (_, i) => `x${i}`).join(' ')} }`);
    expect(result.kind === 'invalid' && result.errors.length).toBeLessThanOrEqual(51);
  });
});
