/** A graph to ask: its subgraphs, what they compose to, and the data everyone's answers come from. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema, parse, printSchema } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
}

export interface Graph {
  readonly subgraphs: readonly Subgraph[];
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  /** Executable schemas by subgraph, without resolvers. */
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
}

const OWN = join(import.meta.dirname, '../../schema');

/** The project's own graph, from the schemas as they are now. */
export function composeOwn(): Graph {
  const files = readdirSync(OWN).filter((name) => name.endsWith('.graphql'));
  return composeGraph(
    files.sort().map((file) => ({
      name: basename(file, '.graphql'),
      sdl: readFileSync(join(OWN, file), 'utf8'),
    })),
  );
}

/** @throws when the subgraphs do not compose. */
export function composeGraph(subgraphs: readonly Subgraph[]): Graph {
  const { supergraphSdl, schema, errors } = composeServices(
    subgraphs.map(({ name, sdl }) => ({
      name,
      url: `http://${name}.internal/graphql`,
      typeDefs: parse(sdl),
    })),
  );
  if (errors) throw new Error(errors.map(String).join('\n'));
  return {
    subgraphs,
    supergraphSdl,
    apiSchema: buildSchema(printSchema(schema.toAPISchema().toGraphQLJSSchema())),
    schemas: new Map(
      subgraphs.map(({ name, sdl }) => [name, buildSubgraphSchema({ typeDefs: parse(sdl) })]),
    ),
  };
}
