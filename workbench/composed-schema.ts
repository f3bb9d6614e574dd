/** The composed schema of a folder of subgraphs; composing is slow, so what came out is kept. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { type Requirements, requirementsOf } from '../gateway/policy/index.ts';
import { type KeptFiles, nameFor } from './kept-files.ts';
import { readSubgraphs, type SubgraphSource } from './read-subgraphs.ts';

const COMPOSER = join(import.meta.dirname, '../node_modules/@apollo/composition/package.json');

const keptSchema = z.object({ supergraphSdl: z.string(), apiSdl: z.string() });

export interface ComposedSchema {
  readonly subgraphs: readonly SubgraphSource[];
  readonly supergraphSdl: string;
  /** The API schema: what clients may name. */
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}

/** @throws {WorkbenchError} listing what composition refuses. */
export async function composedSchema(folder: string, kept: KeptFiles): Promise<ComposedSchema> {
  const subgraphs = readSubgraphs(folder);
  const texts = subgraphs.flatMap(({ name, sdl }) => [name, sdl]);
  const file = `schemas/${nameFor(readFileSync(COMPOSER, 'utf8'), ...texts)}.json`;
  const known = parsedKept(kept.read(file));
  if (known !== undefined) return built(known, subgraphs);
  const { composeSchemas } = await import('./compose-schemas.ts');
  const { supergraphSdl, apiSdl } = composeSchemas(subgraphs);
  kept.keep(file, JSON.stringify({ supergraphSdl, apiSdl }));
  return built({ supergraphSdl, apiSdl }, subgraphs);
}

function built(
  { supergraphSdl, apiSdl }: z.infer<typeof keptSchema>,
  subgraphs: readonly SubgraphSource[],
): ComposedSchema {
  return {
    subgraphs,
    supergraphSdl,
    schema: buildSchema(apiSdl),
    requirements: requirementsOf(supergraphSdl),
  };
}

function parsedKept(content: Uint8Array | undefined) {
  if (content === undefined) return undefined;
  try {
    return keptSchema.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return undefined; // Half a file or someone's own: made anew.
  }
}
