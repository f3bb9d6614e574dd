/** Serves the audit subgraph alone. */
import { readConfig, runMain } from '../../lib/config/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { AuditConfigSchema } from './config.ts';
import { openAudit } from './index.ts';

await runMain(async () => {
  const audit = await openAudit(readConfig(AuditConfigSchema));
  await runSubgraphs([listening(audit)], readConfig(SubgraphConfigSchema));
});
