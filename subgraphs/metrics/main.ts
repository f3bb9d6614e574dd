/** Serves the metrics subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { metrics } from './index.ts';

await runMain(() => runSubgraphs([listening(metrics)], readConfig(SubgraphConfigSchema)));
