/** Serves all four subgraphs in one process: some 300 MB less than four, and what `npm start` uses. */
import { readConfig, runMain } from '../lib/config/index.ts';
import { openPersonalKeys } from '../lib/envelope/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../lib/subgraph/index.ts';
import { AuditConfigSchema } from './audit/config.ts';
import { openAudit } from './audit/index.ts';
import { FactsConfigSchema } from './facts/config.ts';
import { factsBy } from './facts/index.ts';
import { graphBy } from './graph/index.ts';
import { metrics } from './metrics/index.ts';

await runMain(async () => {
  // Four servers can't share a port: the system chooses, and each reports its own.
  const config = { ...readConfig(SubgraphConfigSchema), PORT: 0 };
  const audit = await openAudit(readConfig(AuditConfigSchema));
  const factsConfig = readConfig(FactsConfigSchema);
  // One cache of keys for both who use them.
  const personalKeys = await openPersonalKeys(factsConfig);
  const facts = factsBy({ personalKeys, config: factsConfig });
  const graph = graphBy(personalKeys);
  const all = [listening(facts), listening(metrics), listening(graph), listening(audit)];
  await runSubgraphs(all, config);
});
