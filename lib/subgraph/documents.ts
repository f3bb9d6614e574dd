/** Parsed and validated documents, kept by their text: the gateway sends the same few over and over. */
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Code } from '../errors/index.ts';
import { coordinatesOf, hashCoordinates } from '../hop/index.ts';

export interface ValidDocument {
  readonly kind: 'valid';
  readonly document: DocumentNode;
  /** The hash of what it asks for, which its hop token must name. */
  readonly coordinates: string;
}

export type DocumentResult =
  | ValidDocument
  | { readonly kind: 'invalid'; readonly code: Code; readonly errors: readonly GraphQLError[] };

/** Bounds the parser's work on one document, whatever its bytes. */
const TOKENS_MAX = 20_000;
const VALIDATION_ERRORS_MAX = 50;
const DOCUMENTS_MAX = 500;
/** Characters of text; a parsed document takes some twenty times as many bytes. */
const CACHED_CHARACTERS_MAX = 2_000_000;

export function createDocuments(schema: GraphQLSchema): (text: string) => DocumentResult {
  const valid = new LRUCache<string, ValidDocument>({
    max: DOCUMENTS_MAX,
    maxSize: CACHED_CHARACTERS_MAX,
    sizeCalculation: (_valid, text) => text.length + 1,
  });
  return (text) => {
    const cached = valid.get(text);
    if (cached) return cached;
    const result = parseAndValidate(schema, text);
    if (result.kind === 'valid') valid.set(text, result);
    return result;
  };
}

function parseAndValidate(schema: GraphQLSchema, text: string): DocumentResult {
  try {
    const document = parse(text, { maxTokens: TOKENS_MAX });
    const errors = validate(schema, document, undefined, { maxErrors: VALIDATION_ERRORS_MAX });
    if (errors.length > 0) return { kind: 'invalid', code: 'GRAPHQL_VALIDATION_FAILED', errors };
    const coordinates = hashCoordinates(coordinatesOf(schema, document));
    return { kind: 'valid', document, coordinates };
  } catch (error) {
    return { kind: 'invalid', code: 'GRAPHQL_PARSE_FAILED', errors: [toSyntaxError(error)] };
  }
}

/** graphql-js recurses, so deep nesting runs out of stack before it runs out of tokens. */
function toSyntaxError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof RangeError) return new GraphQLError('The document is nested too deeply.');
  throw error;
}
