/** The planner of the running supergraph, and how each of its subgraphs is reached. */
import { ConfigError } from '../../lib/config/index.ts';
import type { GatewayConfig } from '../config.ts';
import { POLICY_SUBGRAPH, type PolicySubgraphParts, policySubgraph } from '../explain/index.ts';
import { type FetchContext, subgraphSource } from '../fetch/subgraph-source.ts';
import { createPlanner, type Planner } from '../planner/planner.ts';
import { stripSecurityLinks } from '../policy/index.ts';
import { refusePlain } from '../tls-config.ts';
import type { Parts } from './parts.ts';
import { reportFault } from './report-fault.ts';

export function plannerFor(
  config: GatewayConfig,
  supergraph: string,
  { transport, signHop, permitted, metrics, log, caches }: Parts,
  policyParts: PolicySubgraphParts,
): Promise<Planner<FetchContext>> {
  const onFault = (subgraph: string, caller: FetchContext['caller'], err: unknown): void =>
    reportFault({ metrics, log }, subgraph, caller, err);
  const deps = { transport, signHop, permitted, onFault };
  return createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(supergraph),
    plans: caches.plans,
    log,
    dataSource: (name, url) => {
      if (name === POLICY_SUBGRAPH && !config.supergraphFile) {
        return policySubgraph(policyParts, permitted, (cause, caller) =>
          onFault(name, caller, cause),
        );
      }
      const base = config.subgraphUrls.get(name);
      const target = base === undefined ? url : new URL('/graphql', base).href;
      if (!target) throw new ConfigError(`SUPERGRAPH_FILE: subgraph ${name} has no URL in it`);
      if (config.isProduction) refusePlain(`SUPERGRAPH_FILE: subgraph ${name}`, target);
      return subgraphSource(deps, name, target);
    },
  });
}
