/** Whether the composed supergraph is that of the subgraphs' schemas. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { rootPath } from '../root.ts';
import { type Check, finding, ok } from './check.ts';

const SUPERGRAPH = 'schema/generated/supergraph.graphql';

/** Composing is a developer's tool; an installation without it was checked when it was built. */
export const supergraphCheck: Check = {
  name: 'supergraph',
  run: async () => {
    const given = await readFile(rootPath(SUPERGRAPH), 'utf8').catch(() => undefined);
    if (given === undefined) return finding(`${SUPERGRAPH} is missing`, 'npm run gen');
    if (!existsSync(rootPath('workbench/compose-schemas.ts'))) return ok('present');
    const { composeSchemas } = await import('../../workbench/compose-schemas.ts');
    const { readSubgraphs } = await import('../../workbench/read-subgraphs.ts');
    const { supergraphSdl } = composeSchemas(readSubgraphs(rootPath('schema')));
    if (supergraphSdl === given) return ok('fresh');
    return finding(`${SUPERGRAPH} is older than schema/*.graphql`, 'npm run gen');
  },
};
