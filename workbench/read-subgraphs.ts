/** The subgraph schemas as they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

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
