/** Serves the audit subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { audit } from './index.ts';

await runMain(() => runSubgraphs([listening(audit)], readConfig(SubgraphConfigSchema)));
