/** A visible schema as SDL, for people and their tools. */
import { type GraphQLSchema, lexicographicSortSchema, parse, print, printSchema } from 'graphql';
import { type SemanticNonNulls, withSemanticNonNulls } from './semantic-nullability.ts';

/** With descriptions; the same schema gives the same text, whatever order it was built in. */
export function printVisibleSchema(
  schema: GraphQLSchema,
  nonNulls: SemanticNonNulls = new Map(),
): string {
  const document = parse(printSchema(lexicographicSortSchema(schema)));
  return `${print(withSemanticNonNulls(document, nonNulls))}\n`;
}
