/** Serves the facts subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { facts } from './index.ts';

await runMain(() => runSubgraphs([listening(facts)], readConfig(SubgraphConfigSchema)));
