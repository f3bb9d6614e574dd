/** Composes the subgraph schemas to the supergraph and the API schema. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';
import { WorkbenchError } from './workbench-error.ts';

/** The two schemas a gateway needs, as SDL, and what composition finds doubtful in them. */
export interface ComposedSchemas {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
  readonly warnings: readonly string[];
}

/** A subgraph's name and its SDL. */
export interface SubgraphSource {
  readonly name: string;
  readonly sdl: string;
}

/** The subgraphs of a folder: one `<name>.graphql` each, by name. */
export function readSubgraphs(folder: string): readonly SubgraphSource[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => ({
      name: basename(file, '.graphql'),
      sdl: readFileSync(join(folder, file), 'utf8'),
    }));
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
      typeDefs: parse(sdl),
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

/** Composition's level WARN; below it tells what it merged as intended. */
const WARN_LEVEL = 60;

function isWarning(hint: { readonly definition: { readonly level: { readonly value: number } } }) {
  return hint.definition.level.value >= WARN_LEVEL;
}
