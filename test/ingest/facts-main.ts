/** The facts subgraph as it is, but quicker to follow a relay that died: a run of faults has no half minutes. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { startBackgroundBy } from '../../subgraphs/facts/background.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';

await runMain(async () => {
  const config = readConfig(FactsConfigSchema);
  const pace = { now: () => new Date(), random: Math.random };
  const startBackground = startBackgroundBy(
    { ...pace, deliverEveryMs: 250, leaseMs: 3_000, timeoutMs: 900 },
    config,
  );
  const facts = { ...(await openFacts(config)), startBackground };
  await runSubgraphs([listening(facts)], readConfig(SubgraphConfigSchema));
});
