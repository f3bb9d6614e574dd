/** One registry per server, so that several subgraphs can share a process. */
import { Counter, Histogram, Registry } from 'prom-client';
import type { Count, CounterDefinition, SubgraphName } from './definition.ts';

/**
 * Another caller than the gateway, no good token, one signed for another request, or one that ran a
 * mutation already.
 */
export type HopRefusal = 'caller' | 'token' | 'coordinates' | 'spent';

export type Outcome = 'ok' | 'partial' | 'refused';

export interface SubgraphMetrics {
  readonly registry: Registry;
  readonly hopRefused: (reason: HopRefusal) => void;
  readonly count: Count;
  /** Returns the stop function, which counts the outcome. */
  readonly startTimer: () => (outcome: Outcome) => void;
}

const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createSubgraphMetrics(
  subgraph: SubgraphName,
  definitions: readonly CounterDefinition[] = [],
): SubgraphMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ subgraph });
  const refusals = new Counter({
    name: 'payscope_subgraph_hop_refusals_total',
    help: 'Calls of others than the gateway, without a hop token that holds, or beyond what it permits, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'payscope_subgraph_operation_seconds',
    help: 'Time to answer an operation, by outcome.',
    labelNames: ['outcome'],
    buckets: SECONDS_BUCKETS,
    registers: [registry],
  });
  const counters = new Map(
    definitions.map(({ name, help, labelNames }) => [
      name,
      new Counter({ name, help, labelNames: [...labelNames], registers: [registry] }),
    ]),
  );
  return {
    registry,
    count: (name, labels, by) => {
      const counter = counters.get(name);
      if (!counter) throw new Error(`the definition names no counter ${name}`);
      counter.inc(labels, by);
    },
    hopRefused: (reason) => refusals.inc({ reason }),
    startTimer: () => {
      const stop = seconds.startTimer();
      return (outcome) => {
        stop({ outcome });
      };
    },
  };
}
