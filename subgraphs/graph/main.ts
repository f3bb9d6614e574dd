/** Serves the graph subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { GraphConfigSchema } from './config.ts';
import { openGraph } from './index.ts';

await runMain(async () => {
  const graph = await openGraph(readConfig(GraphConfigSchema));
  await runSubgraphs([listening(graph)], readConfig(SubgraphConfigSchema));
});
