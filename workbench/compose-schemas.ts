/** Composes the subgraph schemas to the supergraph and the API schema. */
import { composeServices } from '@apollo/composition';
import { type DocumentNode, GraphQLError, parse, printSchema } from 'graphql';
import type { SubgraphSource } from './read-subgraphs.ts';
import { WorkbenchError } from './workbench-error.ts';

/** The two schemas a gateway needs, as SDL, and what composition finds doubtful in them. */
export interface ComposedSchemas {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
  readonly warnings: readonly string[];
}

/**
 * Composes subgraphs. Their urls are placeholders, `http://<name>.internal/graphql`, which the
 * gateway replaces by its configuration.
 *
 * @throws {WorkbenchError} listing what composition refuses.
 */
export function composeSchemas(subgraphs: readonly SubgraphSource[]): ComposedSchemas {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({
      name,
      url: `http://${name}.internal/graphql`,
      typeDefs: parsed(name, sdl),
    })),
  );
  if (result.errors !== undefined) {
    const problems = result.errors.map(({ message }) => message);
    throw new WorkbenchError('the subgraph schemas do not compose', problems);
  }
  const apiSchema = result.schema.toAPISchema().toGraphQLJSSchema();
  return {
    supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`,
    apiSdl: `${printSchema(apiSchema)}\n`,
    warnings: result.hints.filter(isWarning).map(({ message }) => message),
  };
}

function parsed(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line;
    throw new WorkbenchError(`${name}.graphql:${line} is not GraphQL`, [error.message]);
  }
}

/** Composition's level WARN; below it tells what it merged as intended. */
const WARN_LEVEL = 60;

function isWarning(hint: { readonly definition: { readonly level: { readonly value: number } } }) {
  return hint.definition.level.value >= WARN_LEVEL;
}
