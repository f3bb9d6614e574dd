/** Serves the facts subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { FactsConfigSchema } from './config.ts';
import { openFacts } from './index.ts';

await runMain(async () => {
  const facts = await openFacts(readConfig(FactsConfigSchema));
  await runSubgraphs([listening(facts)], readConfig(SubgraphConfigSchema));
});
