/** Serves the graph subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { graph } from './index.ts';

await runMain(() => runSubgraphs([listening(graph)], readConfig(SubgraphConfigSchema)));
