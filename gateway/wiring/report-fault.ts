/** Counts and logs a fetch that brought nothing. */
import type { Log } from '../../lib/log.ts';
import { explainTls } from '../../lib/tls/index.ts';
import { BeyondPermitted } from '../fetch/permitted.ts';
import type { FetchContext } from '../fetch/subgraph-source.ts';
import type { GatewayMetrics } from '../metrics.ts';

export interface FaultReport {
  readonly metrics: Pick<GatewayMetrics, 'fetchFailures' | 'fetchesHeldBack'>;
  readonly log: Pick<Log, 'error'>;
}

export function reportFault(
  { metrics, log }: FaultReport,
  subgraph: string,
  { decisionId }: Pick<FetchContext['caller'], 'decisionId'>,
  err: unknown,
): void {
  metrics.fetchFailures.inc({ subgraph });
  if (err instanceof BeyondPermitted) metrics.fetchesHeldBack.inc({ subgraph });
  log.error({ err, subgraph, decision_id: decisionId, why: explainTls(err) }, 'fetch failed');
}
