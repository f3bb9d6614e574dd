/** The subgraphs as they would be without the hop check: whatever a token says is believed. */
import { decodeJwt } from 'jose';
import { readConfig, runMain } from '../../lib/config/index.ts';
import { claimsOf, parsePayload } from '../../lib/hop/claims.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { audit } from '../../subgraphs/audit/index.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';
import { GraphConfigSchema } from '../../subgraphs/graph/config.ts';
import { openGraph } from '../../subgraphs/graph/index.ts';
import { metrics } from '../../subgraphs/metrics/index.ts';

await runMain(async () => {
  const config = { ...readConfig(SubgraphConfigSchema), PORT: 0 };
  const verifyHop = async (token: string) => claimsOf(parsePayload(decodeJwt(token)));
  const facts = await openFacts(readConfig(FactsConfigSchema));
  const graph = await openGraph(readConfig(GraphConfigSchema));
  const all = [listening(facts), listening(metrics), listening(graph), listening(audit)];
  await runSubgraphs(
    all.map((listen) => (resources, each) => listen({ ...resources, verifyHop }, each)),
    config,
  );
});
