/** Subgraphs that answer any operation with made-up data, and remember what they were asked. */
import type { GraphQLDataSource } from '@apollo/gateway';
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { z } from 'zod';
import type { FetchContext } from '../../gateway/fetch/subgraph-source.ts';
import type { Graph } from './graph.ts';
import { madeUp } from './made-up.ts';

export interface MadeUpSubgraphs {
  readonly source: (name: string) => GraphQLDataSource<FetchContext>;
  /** Concrete field coordinates asked for since this was called last. */
  readonly takeFetched: () => ReadonlySet<string>;
}

interface Read {
  readonly document: DocumentNode;
  readonly coordinates: readonly string[];
}

const READS_MAX = 5_000;

export function createMadeUpSubgraphs(graph: Graph): MadeUpSubgraphs {
  const reads = new Map<string, Read>();
  let fetched = new Set<string>();

  function read(name: string, schema: GraphQLSchema, query: string): Read {
    const key = `${name} ${query}`;
    const known = reads.get(key);
    if (known) return known;
    const document = parse(query);
    const made = { document, coordinates: coordinatesIn(schema, document) };
    if (reads.size >= READS_MAX) reads.clear();
    reads.set(key, made);
    return made;
  }

  return {
    takeFetched: () => {
      const taken = fetched;
      fetched = new Set();
      return taken;
    },
    source: (name) => {
      const schema = graph.schemas.get(name);
      if (!schema) throw new RangeError(`no subgraph ${name}`);
      return {
        process: async ({ request }) => {
          const { document, coordinates } = read(name, schema, request.query ?? '');
          for (const coordinate of coordinates) fetched.add(coordinate);
          const result = await execute({
            schema,
            document,
            variableValues: request.variables ?? {},
            typeResolver: (value: { readonly __typename?: string }) => value.__typename,
            fieldResolver: (_source, _args, _context, { returnType, parentType, fieldName }) =>
              madeUp(graph.apiSchema, returnType, `${parentType.name}.${fieldName}`),
          });
          if (result.errors) throw new Error(`${name}: ${result.errors.map(String).join(' ')}`);
          return { data: plain(result.data) };
        },
      };
    },
  };
}

/** Concrete coordinates a subgraph's operation reads; a field of an interface is one of each. */
function coordinatesIn(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = types.getParentType();
        if (!parent || name.value.startsWith('_')) return;
        if (isObjectType(parent)) found.add(`${parent.name}.${name.value}`);
        if (!isInterfaceType(parent)) return;
        for (const type of schema.getPossibleTypes(parent)) found.add(`${type.name}.${name.value}`);
      },
    }),
  );
  return [...found];
}

/** Executed data has no prototype; the planner's merge expects one. */
function plain(data: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(data ?? {})));
}
