/**
 * All four subgraphs without what keeps tenants apart: tokens are read and not verified, and the role
 * of APP_DATABASE_URL may pass the policies, which no start of the product accepts. To measure what
 * those cost, and for nothing else.
 */
import { decodeJwt } from 'jose';
import { readConfig, runMain } from '../../lib/config/index.ts';
import { createCursors } from '../../lib/cursor.ts';
import { closeDatabase, connectDatabase } from '../../lib/db/index.ts';
import { claimsOf, parsePayload } from '../../lib/hop/claims.ts';
import { loadSecret } from '../../lib/keys.ts';
import { createLog } from '../../lib/log.ts';
import { SubgraphConfigSchema, type SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { listenSubgraph } from '../../lib/subgraph/serve.ts';
import { audit } from '../../subgraphs/audit/index.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';
import { GraphConfigSchema } from '../../subgraphs/graph/config.ts';
import { openGraph } from '../../subgraphs/graph/index.ts';
import { metrics } from '../../subgraphs/metrics/index.ts';

await runMain(async () => {
  const config = readConfig(SubgraphConfigSchema);
  const database = connectDatabase({
    url: config.APP_DATABASE_URL,
    poolMax: config.DB_POOL_MAX,
    statementTimeoutMs: 10_000,
    applicationName: 'insecure',
  });
  const resources = {
    database,
    cursors: createCursors(await loadSecret(config.CURSOR_SECRET_FILE)),
    verifyHop: async (token: string) => claimsOf(parsePayload(decodeJwt(token))),
    close: () => closeDatabase(database),
  };
  const serve = async <L>(definition: SubgraphDefinition<L>) => {
    const log = createLog({ name: definition.name, level: config.LOG_LEVEL });
    const options = { host: '127.0.0.1', port: 0, log };
    const { url } = await listenSubgraph(definition, resources, options);
    process.send?.({ kind: 'listening', name: definition.name, url });
  };
  const facts = await openFacts(readConfig(FactsConfigSchema));
  const graph = await openGraph(readConfig(GraphConfigSchema));
  await Promise.all([serve(facts), serve(metrics), serve(graph), serve(audit)]);
  process.once('SIGTERM', () => process.exit(0));
});
